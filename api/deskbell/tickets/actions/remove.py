"""Deleting softly, and bringing back."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketDeleted, TicketRestored
from deskbell.tickets.models import Ticket


async def delete(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """Put the ticket away: nobody sees it but those who may restore it, until it is purged by age."""
    was_open = ticket.is_open
    ticket.deleted_at = datetime.now(UTC)
    fact = TicketDeleted(
        ticket_id=ticket.id, version=touch(ticket), department_id=ticket.department_id, open=was_open
    )
    await record(session, actor, fact)


async def restore(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """Bring a deleted ticket back as it was."""
    ticket.deleted_at = None
    fact = TicketRestored(
        ticket_id=ticket.id, version=touch(ticket), department_id=ticket.department_id, open=ticket.is_open
    )
    await record(session, actor, fact)
