"""Releasing the tickets of somebody who has left the agent level (domain.md section 1)."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketAssigneeChanged
from deskbell.tickets.models import OPEN_KINDS, Ticket
from deskbell.tickets.queries import visible_to


async def release_tickets(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Make nobody responsible for the person's open tickets; solved ones keep the name."""
    theirs = visible_to(actor, Act.assign).where(
        Ticket.assignee_id == user_id, Ticket.status_kind.in_(OPEN_KINDS)
    )
    for ticket in await session.scalars(theirs.order_by(Ticket.id).with_for_update(key_share=True)):
        ticket.assignee_id = None
        fact = TicketAssigneeChanged(ticket_id=ticket.id, version=touch(ticket), before=user_id, after=None)
        await record(session, actor, fact)
