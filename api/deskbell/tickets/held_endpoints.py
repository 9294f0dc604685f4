"""Replies that can be taken back for some seconds, over the API."""

from typing import Annotated

from fastapi import APIRouter, Response, status

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.preconditions import Channel, SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems
from deskbell.files.addresses import Signer
from deskbell.tickets.actions.hold_reply import hold_reply, take_back
from deskbell.tickets.changing import to_change
from deskbell.tickets.held import own_held, read_held
from deskbell.tickets.held_schemas import HeldReplyRead
from deskbell.tickets.problems import AlreadySent, FileNotYours, TicketClosed, UnknownReference
from deskbell.tickets.reading import find_row
from deskbell.tickets.schemas import ReplyCreate

router = APIRouter(
    prefix="/v1/tickets/{ticket_id}/held-replies", tags=["tickets"], route_class=IdempotentRoute
)

CanReply = Annotated[Actor, requires(Act.reply, scope="agent")]


@router.post(
    "",
    status_code=201,
    responses=problems(NotFound, NotAllowed, StaleVersion, TicketClosed, FileNotYours, UnknownReference),
)
async def create_held_reply(
    ticket_id: PathId,
    body: ReplyCreate,
    actor: CanReply,
    session: Session,
    signer: Signer,
    channel: Channel,
    seen: SeenVersion,
) -> HeldReplyRead:
    """Write a public reply that is sent in five seconds, whatever becomes of your browser.

    Until then only you see it, and may take it back. Then it becomes a message, or is kept as `refused`.
    """
    ticket = await to_change(session, actor, Act.reply, ticket_id, seen)
    held = await hold_reply(session, actor, ticket, body, channel)
    (shown,) = await read_held(session, actor, [held], lambda file_id: signer(actor, file_id))
    return shown


@router.get("", responses=problems(NotFound))
async def list_held_replies(
    ticket_id: PathId, actor: CanReply, session: Session, signer: Signer
) -> Page[HeldReplyRead]:
    """Your own replies to a ticket that are not sent yet, or could not be, the oldest first."""
    await find_row(session, actor, ticket_id)
    held = list(await session.scalars(own_held(actor, ticket_id)))
    return whole(await read_held(session, actor, held, lambda file_id: signer(actor, file_id)))


@router.delete(
    "/{held_reply_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(NotFound, AlreadySent),
)
async def delete_held_reply(
    ticket_id: PathId, held_reply_id: PathId, actor: CanReply, session: Session
) -> Response:
    """Take a reply back before it is sent; or forget one that was refused."""
    await find_row(session, actor, ticket_id)
    await take_back(session, actor, ticket_id, held_reply_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
