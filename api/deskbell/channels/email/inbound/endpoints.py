"""The ledger of received mail over the API."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from deskbell.channels.email.inbound import queries
from deskbell.channels.email.inbound.actions.replay import replay
from deskbell.channels.email.inbound.models import Fate
from deskbell.channels.email.inbound.problems import MailNotReplayable
from deskbell.channels.email.inbound.schemas import InboundMailRead, Replayed, ReplayMany
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId, QueryId, Text
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotFound, problems

router = APIRouter(prefix="/v1/inbound-mails", route_class=IdempotentRoute, tags=["mail"])

CanView = Annotated[Actor, requires(Act.view, scope="agent")]
CanReplay = Annotated[Actor, requires(Act.settings_change, scope="admin")]

PLAIN = "text/plain"
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}
BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The mail as it came, to be saved.",
        "content": {PLAIN: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", responses=problems(BadCursor))
async def list_inbound_mails(
    actor: CanView,
    reader: Reader,
    fate: Annotated[list[Fate] | None, Query(description="Only those with one of these fates.")] = None,
    mailbox_id: Annotated[QueryId | None, Query(description="Only those of this mailbox.")] = None,
    ticket_id: Annotated[QueryId | None, Query(description="Only those of this ticket.")] = None,
    q: Annotated[
        Text | None, Query(max_length=200, description="A part of the subject or of the author's address.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[InboundMailRead]:
    """List the mail that came in and what became of it, the newest first."""
    chosen = queries.LedgerFilter(fate or (), mailbox_id, ticket_id, q)
    return await queries.page_of_inbound(reader, actor, chosen, cursor=cursor, limit=limit)


@router.get("/{inbound_mail_id}", responses=problems(NotFound))
async def get_inbound_mail(inbound_mail_id: PathId, actor: CanView, reader: Reader) -> InboundMailRead:
    """One mail that came in."""
    return await queries.one_inbound(reader, actor, inbound_mail_id)


@router.get("/{inbound_mail_id}/raw", response_class=Response, responses=BYTES | problems(NotFound))
async def download_inbound_mail(inbound_mail_id: PathId, actor: CanView, reader: Reader) -> Response:
    """The mail as it came, byte for byte."""
    raw = await queries.raw_inbound(reader, actor, inbound_mail_id)
    disposition = {"Content-Disposition": f'attachment; filename="mail-{inbound_mail_id}.txt"'}
    return Response(raw, media_type=PLAIN, headers=HEADERS | disposition)


@router.post("/{inbound_mail_id}/replay", responses=problems(NotFound, MailNotReplayable))
async def replay_inbound_mail(inbound_mail_id: PathId, actor: CanReplay, session: Session) -> InboundMailRead:
    """Read a mail once more that was refused, is held, or could not be read."""
    done = await replay(session, actor, [inbound_mail_id])
    found = await queries.one_inbound(session, actor, inbound_mail_id)
    if not done:
        raise MailNotReplayable
    return found


@router.post("/replay")
async def replay_inbound_mails(body: ReplayMany, actor: CanReplay, session: Session) -> Replayed:
    """Read many mails once more; those that can't be are left out."""
    return Replayed(inbound_mail_ids=await replay(session, actor, body.inbound_mail_ids))
