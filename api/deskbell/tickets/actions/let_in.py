"""Letting an agent without access to the department in to one ticket."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketAccessGiven, TicketAccessTaken
from deskbell.tickets.models import Ticket, TicketGrant


async def let_in(session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int) -> None:
    """Let the agent in to this ticket; whoever is in already changes nothing."""
    row = insert(TicketGrant).values(ticket_id=ticket.id, user_id=user_id).on_conflict_do_nothing()
    if await session.scalar(row.returning(TicketGrant.user_id)) is not None:
        fact = TicketAccessGiven(ticket_id=ticket.id, version=touch(ticket), user_id=user_id)
        await record(session, actor, fact)


async def end_let_in(session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int) -> None:
    """Let the agent in no more; one who was not changes nothing."""
    row = delete(TicketGrant).where(TicketGrant.ticket_id == ticket.id, TicketGrant.user_id == user_id)
    if await session.scalar(row.returning(TicketGrant.user_id)) is not None:
        fact = TicketAccessTaken(ticket_id=ticket.id, version=touch(ticket), user_id=user_id)
        await record(session, actor, fact)
