"""Holding a reply for some seconds, in which its author can take it back; then sending it.

It becomes a message only when it is sent: until then nobody else sees it, and no mail is ordered.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor
from deskbell.core.jobs import enqueue
from deskbell.core.problems import NotFound, Problem
from deskbell.events.record import record
from deskbell.settings.queries import system_section
from deskbell.settings.schemas import TicketSettings
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.actions.say import refuse_taken_files, sanitized
from deskbell.tickets.actions.set_status import find_status
from deskbell.tickets.events import HeldReplyCreated, HeldReplyDeleted, HeldReplyRefused
from deskbell.tickets.held import own_held, system_author_of
from deskbell.tickets.models import HeldReply, StatusKind, Ticket
from deskbell.tickets.problems import AlreadySent, TicketClosed
from deskbell.tickets.queries import get_allowed
from deskbell.tickets.schemas import ReplyCreate

SEND = "tickets.send_held_reply"


async def hold_reply(
    session: AsyncSession, actor: Actor, ticket: Ticket, body: ReplyCreate, channel: str
) -> HeldReply:
    """Keep a reply, to be sent in some seconds (a setting). Refuses what could not be sent now either."""
    if ticket.status_kind == StatusKind.closed:
        raise TicketClosed("Open a new ticket, or set another status first.")
    sanitized(body)
    await refuse_taken_files(session, actor, body.file_ids)
    if body.status_id is not None:
        await find_status(session, body.status_id)
    wait = timedelta(seconds=(await system_section(session, TicketSettings)).undo_seconds)
    held = HeldReply(
        ticket_id=ticket.id,
        author_id=actor.account_id,
        level=int(actor.level),
        channel=channel,
        body=body.model_dump(mode="json"),
        send_at=datetime.now(UTC) + wait,
    )
    session.add(held)
    await session.flush()
    await session.refresh(held)
    await enqueue(session, SEND, {"held_reply_id": held.id}, at=held.send_at)
    await record(session, actor, HeldReplyCreated(held_reply_id=held.id, ticket_id=ticket.id))
    return held


async def take_back(session: AsyncSession, actor: Actor, ticket_id: int, held_reply_id: int) -> None:
    """Delete a held reply of the actor's own. `AlreadySent` when there is none any more."""
    mine = own_held(actor, ticket_id).where(HeldReply.id == held_reply_id)
    held = await session.scalar(mine.with_for_update())
    if held is None:
        raise AlreadySent("Write another one to set it right.")
    await session.delete(held)
    await record(session, actor, HeldReplyDeleted(held_reply_id=held_reply_id, ticket_id=ticket_id))


async def send_held_reply(session: AsyncSession, held_reply_id: int) -> None:
    """Send a held reply, as its author and with the rights of now; one that is gone was taken back.

    What is refused is kept with the reason.
    """
    row = select(HeldReply).where(HeldReply.id == held_reply_id, HeldReply.refused.is_(None))
    held = await session.scalar(row.with_for_update())
    if held is None:
        return
    author = await system_author_of(session, held)
    try:
        async with session.begin_nested():
            if not author.is_staff:
                raise NotFound
            ticket = await get_allowed(session, author, Act.reply, held.ticket_id)
            await reply(session, author, ticket, ReplyCreate.model_validate(held.body), held.channel)
            await session.delete(held)
    except Problem as problem:
        held.refused = problem.code
        await record(session, author, HeldReplyRefused(held_reply_id=held.id, ticket_id=held.ticket_id))
