"""Changing the plain fields: subject, priority, type."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.tickets.actions.say import retell_subject
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketPriorityChanged, TicketSubjectChanged, TicketTypeChanged
from deskbell.tickets.models import Priority, Ticket, TicketType
from deskbell.tickets.problems import unknown
from deskbell.tickets.schemas import TicketUpdate


async def change_fields(session: AsyncSession, actor: Actor, ticket: Ticket, body: TicketUpdate) -> None:
    """Change what the body names; one fact for each field that is really another."""
    facts: list[Event] = []
    if body.subject is not None and body.subject != ticket.subject:
        ticket.subject = body.subject
        await retell_subject(session, ticket)
        facts.append(TicketSubjectChanged(ticket_id=ticket.id, version=touch(ticket)))
    if body.agent is not None:
        named = body.agent.model_fields_set
        if body.agent.priority_id is not None and body.agent.priority_id != ticket.priority_id:
            facts.append(await _take_priority(session, ticket, body.agent.priority_id))
        if "type_id" in named and body.agent.type_id != ticket.type_id:
            facts.append(await _take_type(session, ticket, body.agent.type_id))
    if facts:
        await record(session, actor, *facts)


async def find_priority(session: AsyncSession, priority_id: int) -> Priority:
    """The priority that the caller named."""
    priority = await session.get(Priority, priority_id)
    if priority is None:
        raise unknown("/agent/priority_id")
    return priority


async def refuse_type(session: AsyncSession, type_id: int | None) -> None:
    """Raise unless the type exists; none is always there."""
    if type_id is not None and await session.get(TicketType, type_id) is None:
        raise unknown("/agent/type_id")


async def _take_priority(session: AsyncSession, ticket: Ticket, priority_id: int) -> TicketPriorityChanged:
    priority, before = await find_priority(session, priority_id), ticket.priority_id
    ticket.priority_id, ticket.priority_rank = priority.id, priority.rank
    return TicketPriorityChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=priority.id)


async def _take_type(session: AsyncSession, ticket: Ticket, type_id: int | None) -> TicketTypeChanged:
    await refuse_type(session, type_id)
    before, ticket.type_id = ticket.type_id, type_id
    return TicketTypeChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=type_id)
