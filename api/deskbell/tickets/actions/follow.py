"""Following a ticket."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketFollowerAdded, TicketFollowerRemoved
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.users.models import User


async def add_follower(session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int) -> None:
    """Make the person a follower; it opens no reading by itself. One who follows already changes nothing."""
    if await session.scalar(select(User.id).where(User.id == user_id, User.disabled_at.is_(None))) is None:
        raise NotFound
    row = insert(TicketFollower).values(ticket_id=ticket.id, user_id=user_id)
    added = await session.execute(row.on_conflict_do_nothing().returning(TicketFollower.user_id))
    if added.scalar() is not None:
        fact = TicketFollowerAdded(ticket_id=ticket.id, version=touch(ticket), user_id=user_id)
        await record(session, actor, fact)


async def remove_follower(session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int) -> None:
    """Let the person follow no more; one who does not follow changes nothing."""
    row = delete(TicketFollower).where(
        TicketFollower.ticket_id == ticket.id, TicketFollower.user_id == user_id
    )
    removed = await session.execute(row.returning(TicketFollower.user_id))
    if removed.scalar() is not None:
        fact = TicketFollowerRemoved(ticket_id=ticket.id, version=touch(ticket), user_id=user_id)
        await record(session, actor, fact)
