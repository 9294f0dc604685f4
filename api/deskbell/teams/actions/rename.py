"""Renaming a team."""

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound, ProblemError
from deskbell.events.record import record
from deskbell.teams.events import TeamChanged
from deskbell.teams.problems import TeamNameTaken
from deskbell.teams.queries import system_team_for_update


async def rename_team(session: AsyncSession, actor: Actor, team_id: int, name: str | None) -> None:
    """Give the team another name; none, or its own, changes nothing. Raises `NotFound`, `TeamNameTaken`."""
    team = await system_team_for_update(session, team_id)
    if team is None:
        raise NotFound
    if name is None or name == team.name:
        return
    try:
        async with session.begin_nested():
            team.name, team.updated_at = name, datetime.now(UTC)
    except IntegrityError:
        raise TeamNameTaken(
            errors=[ProblemError(pointer="/name", message="Another team has this name.")]
        ) from None
    await record(session, actor, TeamChanged(team_id=team_id, fields=["name"]))
