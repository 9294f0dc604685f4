"""Following a ticket."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.let_in import let_in
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketFollowerAdded, TicketFollowerRemoved
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.tickets.problems import FollowerWithoutAccess
from deskbell.tickets.queries import system_may_work_on
from deskbell.users.models import User


async def add_follower(
    session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int, *, asked: bool = False
) -> None:
    """Make the person a follower; one who follows already changes nothing.

    It opens the ticket to agents, not to customers: an agent without access to the department is let in if
    `asked`.
    """
    able = select(User.level).where(User.id == user_id, User.disabled_at.is_(None))
    level = await session.scalar(able)
    if level is None:
        raise NotFound
    seen = ticket.assignee_id == user_id or await system_may_work_on(
        session, user_id, ticket.department_id, ticket.id
    )
    if level >= Level.agent and not seen:
        if not asked:
            raise FollowerWithoutAccess("Let them in to this ticket alone: `let_in=true`.")
        await let_in(session, actor, ticket, user_id)
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
