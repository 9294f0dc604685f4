"""Making somebody responsible."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.teams.models import Team
from deskbell.tickets.actions.let_in import let_in
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketAssigneeChanged, TicketTeamChanged
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import AssigneeWithoutAccess, unknown
from deskbell.tickets.queries import system_may_work_on
from deskbell.users.models import User

ADVICE: Final = "Give this agent access to the department first, or choose somebody else."


async def assign(
    session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int | None, *, asked: bool = False
) -> None:
    """Make the agent responsible, or nobody. One without access to the department is let in if `asked`."""
    if ticket.assignee_id == user_id:
        return
    if user_id is not None:
        await _hold_active(session, user_id, "/user_id")
    if user_id is not None and not await system_may_work_on(
        session, user_id, ticket.department_id, ticket.id
    ):
        if not asked:
            raise AssigneeWithoutAccess(ADVICE + " Or let them in to this ticket alone: `let_in`.")
        await let_in(session, actor, ticket, user_id)
    before, ticket.assignee_id = ticket.assignee_id, user_id
    fact = TicketAssigneeChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=user_id)
    await record(session, actor, fact)


async def refuse_unfit(
    session: AsyncSession, user_id: int, department_id: int, pointer: str = "/user_id"
) -> None:
    """Raise unless this is an active agent with access to the department, or an active admin."""
    await _hold_active(session, user_id, pointer)
    if not await system_may_work_on(session, user_id, department_id):
        raise AssigneeWithoutAccess(ADVICE)


async def _hold_active(session: AsyncSession, user_id: int, pointer: str) -> None:
    """Raise unless somebody works here, and hold the row until the commit.

    So nobody is made responsible while they are lowered or disabled.
    """
    active = (User.id == user_id, User.level >= Level.agent, User.disabled_at.is_(None))
    row = select(User.id).where(*active).with_for_update(key_share=True, read=True)
    if await session.scalar(row) is None:
        raise unknown(pointer)


async def assign_team(session: AsyncSession, actor: Actor, ticket: Ticket, team_id: int | None) -> None:
    """Make the team responsible, or none."""
    if ticket.team_id == team_id:
        return
    if team_id is not None and await session.get(Team, team_id) is None:
        raise unknown("/team_id")
    before, ticket.team_id = ticket.team_id, team_id
    fact = TicketTeamChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=team_id)
    await record(session, actor, fact)
