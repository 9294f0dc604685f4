"""What people write by mail: a new ticket, or another message on one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.tickets.actions.change_fields import find_priority
from deskbell.tickets.actions.defaults import default_status, untouched
from deskbell.tickets.actions.reply import REOPENED
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.actions.set_organization import follow_new
from deskbell.tickets.actions.set_status import take_status
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketCopyAdded, TicketCreated, TicketMessageAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.models import StatusKind, Ticket, TicketCopy, TicketHint
from deskbell.tickets.schemas import MessageBody

CHANNEL = "email"


@dataclass(frozen=True, slots=True)
class Opening:
    """A ticket that a mail opens: what it is called, and what its mailbox says of it."""

    subject: str
    department_id: int
    priority_id: int | None = None
    type_id: int | None = None
    continues_id: int | None = None
    organization_id: int | None = None


async def open_by_mail(
    session: AsyncSession, actor: Actor, opening: Opening, body: MessageBody, author_id: int
) -> tuple[Ticket, int]:
    """Open a ticket for the author of a mail; it with its message's number.

    The author is a customer here, whatever their level. Numbers in `opening` are of things that exist.
    `actor` is who is believed to have written, and owns the files.
    """
    ticket = await _new_ticket(session, opening, author_id)
    voice = Voice(author_id=author_id, by_staff=False, channel=CHANNEL)
    message = await say(session, actor, ticket, body, MessageKind.public, voice)
    created = TicketCreated(
        ticket_id=ticket.id,
        version=ticket.version,
        department_id=ticket.department_id,
        requester_id=author_id,
        status_id=ticket.status_id,
        open=ticket.is_open,
        channel=CHANNEL,
        organization_id=ticket.organization_id,
    )
    said = TicketMessageAdded(
        ticket_id=ticket.id, version=ticket.version, message_id=message["id"], by_staff=False
    )
    await record(session, actor, created, said, *await follow_new(session, ticket))
    return ticket, message["id"]


async def _new_ticket(session: AsyncSession, opening: Opening, author_id: int) -> Ticket:
    ticket = untouched(
        subject=opening.subject,
        requester_id=author_id,
        channel=CHANNEL,
        organization_id=opening.organization_id,
    )
    ticket.department_id, ticket.type_id = opening.department_id, opening.type_id
    ticket.continues_id = opening.continues_id
    if opening.priority_id is not None:
        priority = await find_priority(session, opening.priority_id)
        ticket.priority_id, ticket.priority_rank = priority.id, priority.rank
    return ticket


async def answer_by_mail(
    session: AsyncSession, actor: Actor, ticket: Ticket, body: MessageBody, author_id: int, *, reopens: bool
) -> int:
    """Add a customer's public message that came by mail; its number. `reopens`: a person wrote it."""
    voice = Voice(author_id=author_id, by_staff=False, channel=CHANNEL)
    version, changed = touch(ticket), []
    if reopens and ticket.status_kind in REOPENED:
        changed = take_status(ticket, await default_status(session, StatusKind.open))
    message = await say(session, actor, ticket, body, MessageKind.public, voice)
    added = TicketMessageAdded(ticket_id=ticket.id, version=version, message_id=message["id"], by_staff=False)
    await record(session, actor, added, *changed)
    return int(message["id"])


async def copy_to(session: AsyncSession, actor: Actor, ticket: Ticket, addresses: Sequence[str]) -> None:
    """Let these addresses get the public replies from now on; those that get them already change nothing."""
    if not addresses:
        return
    rows = insert(TicketCopy).values([{"ticket_id": ticket.id, "address": each} for each in addresses])
    added = await session.scalars(rows.on_conflict_do_nothing().returning(TicketCopy.id))
    facts = [TicketCopyAdded(ticket_id=ticket.id, version=ticket.version, copy_id=each) for each in added]
    if facts:
        await record(session, actor, *facts)


async def hint_at(session: AsyncSession, ticket_id: int, related_ids: Sequence[int]) -> None:
    """Remember the tickets that a mail only hints at, for agents (T51)."""
    if related_ids:
        pairs = [{"ticket_id": ticket_id, "related_id": each} for each in related_ids]
        await session.execute(insert(TicketHint).values(pairs).on_conflict_do_nothing())
