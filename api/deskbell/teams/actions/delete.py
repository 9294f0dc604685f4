"""Deleting a team."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.teams.events import TeamDeleted
from deskbell.teams.models import Team
from deskbell.teams.queries import system_team_for_update


async def delete_team(session: AsyncSession, actor: Actor, team_id: int) -> None:
    """Delete a team; its people stay, its tickets belong to no team. Raises `NotFound`."""
    if await system_team_for_update(session, team_id) is None:
        raise NotFound
    await session.execute(delete(Team).where(Team.id == team_id))
    await record(session, actor, TeamDeleted(team_id=team_id))
