"""Outgoing mail over the API: what became of it, and sending it once more."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from deskbell.channels.email.outbox import queries
from deskbell.channels.email.outbox.actions.retry import retry
from deskbell.channels.email.outbox.problems import MailNotKept, MailNotRetriable
from deskbell.channels.email.outbox.schemas import OutboxQuery, OutgoingMailRead, OutgoingStatus
from deskbell.channels.email.outbox.status import status_of
from deskbell.channels.email.raw_answers import bytes_described, raw_answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import FastReads, Reader, Session
from deskbell.core.fields import PathId, QueryId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotFound, problems
from deskbell.tickets.reading import find_row

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["mail"])

CanSeeAll = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanView = Annotated[Actor, requires(Act.view, scope="agent")]
CanSend = Annotated[Actor, requires(Act.reply, scope="agent")]

BYTES = bytes_described("The mail as it goes over the wire, to be saved.")


@router.get("/tickets/{ticket_id}/deliveries", responses=problems(NotFound, BadCursor))
async def list_ticket_deliveries(
    ticket_id: PathId,
    actor: CanView,
    reads: FastReads,
    reader: Reader,
    message_id: Annotated[QueryId | None, Query(description="Only those that carry this message.")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[OutgoingMailRead]:
    """What became of the mails of a ticket, the newest first: each carries one message to some people."""
    await find_row(reads, actor, ticket_id)
    query = OutboxQuery(ticket_id=ticket_id, message_id=message_id, cursor=cursor, limit=limit)
    return await queries.page_of_mails(reader, actor, query)


@router.get("/outgoing-mails", responses=problems(BadCursor))
async def list_outgoing_mails(
    query: Annotated[OutboxQuery, Query()], actor: CanSeeAll, reader: Reader
) -> Page[OutgoingMailRead]:
    """List the mails that go out, the newest first."""
    return await queries.page_of_mails(reader, actor, query)


@router.get("/outgoing-mails/status")
async def get_outgoing_status(actor: CanView, reader: Reader, request: Request) -> OutgoingStatus:
    """Whether mail goes out; if not, it waits, and here is why; for agents, of their tickets."""
    state = request.app.state
    return await status_of(reader, actor, state.settings)


@router.get("/outgoing-mails/{outgoing_mail_id}", responses=problems(NotFound))
async def get_outgoing_mail(outgoing_mail_id: PathId, actor: CanView, reader: Reader) -> OutgoingMailRead:
    """One mail that goes out, with the fate of each recipient."""
    return await queries.one_mail(reader, actor, outgoing_mail_id)


@router.get(
    "/outgoing-mails/{outgoing_mail_id}/raw",
    response_class=Response,
    responses=BYTES | problems(NotFound, MailNotKept),
)
async def download_outgoing_mail(outgoing_mail_id: PathId, actor: CanView, reader: Reader) -> Response:
    """The mail as it goes over the wire. Mails about accounts are shown to nobody: a link stands in them."""
    raw = await queries.raw_mail(reader, actor, outgoing_mail_id)
    if raw is None:
        raise MailNotKept
    return raw_answer(raw, outgoing_mail_id)


@router.post(
    "/outgoing-mails/{outgoing_mail_id}/attempts",
    status_code=201,
    responses=problems(NotFound, MailNotRetriable),
)
async def create_outgoing_attempt(
    outgoing_mail_id: PathId, actor: CanSend, session: Session
) -> OutgoingMailRead:
    """Send a mail once more: the same bytes, to those recipients whom it has not surely reached."""
    await retry(session, actor, outgoing_mail_id)
    return await queries.one_mail(session, actor, outgoing_mail_id)
