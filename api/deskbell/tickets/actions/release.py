"""Releasing the tickets of somebody who has left the agent level (domain.md section 1)."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor
from deskbell.events.models import StoredEvent
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketAssigneeChanged
from deskbell.tickets.models import OPEN_KINDS, Ticket
from deskbell.tickets.queries import visible_to
from deskbell.users.models import User


async def release_tickets(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Make nobody responsible for the person's open tickets; solved ones keep the name."""
    theirs = visible_to(actor, Act.assign).where(
        Ticket.assignee_id == user_id, Ticket.status_kind.in_(OPEN_KINDS)
    )
    await _release(session, actor, theirs)


async def release_answered(session: AsyncSession, actor: Actor, event_ids: Sequence[int]) -> None:
    """Make nobody responsible for tickets to which a customer has written, where the assignee can't sign in.

    Until then they keep the name of who was deactivated, so that bringing the person back restores all.
    """
    written = select(StoredEvent.ticket_id).where(StoredEvent.id.in_(event_ids))
    away = select(User.id).where(User.disabled_at.is_not(None))
    theirs = visible_to(actor, Act.assign).where(Ticket.id.in_(written), Ticket.assignee_id.in_(away))
    await _release(session, actor, theirs)


async def _release(session: AsyncSession, actor: Actor, tickets: Select[Ticket]) -> None:
    for ticket in await session.scalars(tickets.order_by(Ticket.id).with_for_update(key_share=True)):
        before, ticket.assignee_id = ticket.assignee_id, None
        fact = TicketAssigneeChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=None)
        await record(session, actor, fact)
