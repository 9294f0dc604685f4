"""Making a team."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import ProblemError
from deskbell.events.record import record
from deskbell.teams.events import TeamCreated
from deskbell.teams.models import Team
from deskbell.teams.problems import TeamNameTaken


async def create_team(session: AsyncSession, actor: Actor, name: str) -> Team:
    """Make a team without members. Raises `TeamNameTaken`."""
    row = insert(Team).values(name=name).on_conflict_do_nothing()
    made: Team | None = await session.scalar(row.returning(Team))
    if made is None:
        raise TeamNameTaken(errors=[ProblemError(pointer="/name", message="Another team has this name.")])
    await record(session, actor, TeamCreated(team_id=made.id))
    return made
