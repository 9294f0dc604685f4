"""Reading teams."""

from sqlalchemy import Select, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.teams.models import Team, TeamMember
from deskbell.teams.schemas import TeamRead
from deskbell.users.models import User


def visible_to(actor: Actor) -> Select[Team]:
    """The teams that an actor may know of: for agents all."""
    return select(Team).where(true() if actor.is_staff else false())


async def all_teams(
    connection: AsyncConnection | AsyncSession, actor: Actor, team_id: int | None = None
) -> list[TeamRead]:
    """Every team by name, or the one asked for, with its members."""
    where = true() if actor.is_staff else false()
    statement = (
        select(Team.id, Team.name, User.id.label("user_id"), User.name.label("user_name"))
        .outerjoin(TeamMember, TeamMember.team_id == Team.id)
        .outerjoin(User, User.id == TeamMember.user_id)
        .where(where, true() if team_id is None else Team.id == team_id)
        .order_by(Team.name, Team.id, User.name, User.id)
    )
    teams: dict[int, TeamRead] = {}
    for row in await connection.execute(statement):
        team = teams.setdefault(row.id, TeamRead(id=row.id, name=row.name, members=[]))
        if row.user_id is not None:
            team.members.append(Ref(id=row.user_id, name=row.user_name))
    return list(teams.values())


async def system_team_for_update(session: AsyncSession, team_id: int) -> Team | None:
    """A team as it is now, locked against other changes."""
    return await session.get(Team, team_id, with_for_update=True, populate_existing=True)
