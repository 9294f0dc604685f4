"""Making somebody responsible."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.departments.models import DepartmentAccess
from deskbell.events.record import record
from deskbell.teams.models import Team
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketAssigneeChanged, TicketTeamChanged
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import AssigneeWithoutAccess, unknown
from deskbell.users.models import User


async def assign(session: AsyncSession, actor: Actor, ticket: Ticket, user_id: int | None) -> None:
    """Make the agent responsible, or nobody. The agent has to have access to the ticket's department."""
    if ticket.assignee_id == user_id:
        return
    if user_id is not None:
        await refuse_unfit(session, user_id, ticket.department_id)
    before, ticket.assignee_id = ticket.assignee_id, user_id
    fact = TicketAssigneeChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=user_id)
    await record(session, actor, fact)


async def refuse_unfit(
    session: AsyncSession, user_id: int, department_id: int, pointer: str = "/user_id"
) -> None:
    """Raise unless this is an active agent with access to the department, or an active admin.

    The row is held until the commit, so that nobody is made responsible while they are lowered or disabled.
    """
    active = (User.id == user_id, User.level >= Level.agent, User.disabled_at.is_(None))
    level = await session.scalar(select(User.level).where(*active).with_for_update(key_share=True, read=True))
    if level is None:
        raise unknown(pointer)
    access = (DepartmentAccess.user_id == user_id, DepartmentAccess.department_id == department_id)
    if level < Level.admin and not await session.scalar(select(exists().where(*access))):
        raise AssigneeWithoutAccess(
            "Give this agent access to the department first, or choose somebody else."
        )


async def assign_team(session: AsyncSession, actor: Actor, ticket: Ticket, team_id: int | None) -> None:
    """Make the team responsible, or none."""
    if ticket.team_id == team_id:
        return
    if team_id is not None and await session.get(Team, team_id) is None:
        raise unknown("/team_id")
    before, ticket.team_id = ticket.team_id, team_id
    fact = TicketTeamChanged(ticket_id=ticket.id, version=touch(ticket), before=before, after=team_id)
    await record(session, actor, fact)
