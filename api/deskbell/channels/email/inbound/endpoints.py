"""The ledger of received mail over the API."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from deskbell.channels.email.inbound import queries
from deskbell.channels.email.inbound.actions.replay import replay, replay_many
from deskbell.channels.email.inbound.problems import MailNotReplayable, NothingToReplay
from deskbell.channels.email.inbound.schemas import InboundMailRead, LedgerQuery, ReplayCreate, ReplayRead
from deskbell.channels.email.raw_answers import bytes_described, raw_answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotFound, problems

router = APIRouter(prefix="/v1/inbound-mails", route_class=IdempotentRoute, tags=["mail"])

CanView = Annotated[Actor, requires(Act.view, scope="agent")]
CanViewReplays = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanReplay = Annotated[Actor, requires(Act.settings_change, scope="admin")]

BYTES = bytes_described("The mail as it came, to be saved.")


@router.get("", responses=problems(BadCursor))
async def list_inbound_mails(
    query: Annotated[LedgerQuery, Query()], actor: CanView, reader: Reader
) -> Page[InboundMailRead]:
    """List the mail that came in and what became of it, the newest first."""
    return await queries.page_of_inbound(reader, actor, query)


@router.get("/replays", responses=problems(BadCursor))
async def list_inbound_replays(
    actor: CanViewReplays, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[ReplayRead]:
    """List when many mails were read once more, the newest first, and how far that is."""
    return await queries.page_of_replays(reader, actor, cursor=cursor, limit=limit)


@router.post("/replays", status_code=201, responses=problems(NothingToReplay))
async def create_inbound_replay(body: ReplayCreate, actor: CanReplay, session: Session) -> ReplayRead:
    """Read many mails once more, by their numbers or by a filter.

    Those that became messages, wait, or are not kept any more are left out. At most 10,000 at one time.
    """
    return await queries.one_replay(session, actor, await replay_many(session, actor, body))


@router.get("/replays/{replay_id}", responses=problems(NotFound))
async def get_inbound_replay(replay_id: PathId, actor: CanViewReplays, reader: Reader) -> ReplayRead:
    """How far the reading of many mails is."""
    return await queries.one_replay(reader, actor, replay_id)


@router.get("/{inbound_mail_id}", responses=problems(NotFound))
async def get_inbound_mail(inbound_mail_id: PathId, actor: CanView, reader: Reader) -> InboundMailRead:
    """One mail that came in."""
    return await queries.one_inbound(reader, actor, inbound_mail_id)


@router.get("/{inbound_mail_id}/raw", response_class=Response, responses=BYTES | problems(NotFound))
async def download_inbound_mail(inbound_mail_id: PathId, actor: CanView, reader: Reader) -> Response:
    """The mail as it came, byte for byte."""
    return raw_answer(await queries.raw_inbound(reader, actor, inbound_mail_id), inbound_mail_id)


@router.post("/{inbound_mail_id}/replay", responses=problems(NotFound, MailNotReplayable))
async def replay_inbound_mail(inbound_mail_id: PathId, actor: CanReplay, session: Session) -> InboundMailRead:
    """Read a mail once more that was refused, is held, or could not be read."""
    done = await replay(session, actor, [inbound_mail_id])
    found = await queries.one_inbound(session, actor, inbound_mail_id)
    if not done:
        raise MailNotReplayable
    return found
