"""Joining and leaving teams."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.teams.events import TeamMemberAdded, TeamMemberRemoved
from deskbell.teams.models import TeamMember
from deskbell.teams.queries import system_team_for_update
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update


async def add_member(session: AsyncSession, actor: Actor, team_id: int, user_id: int) -> None:
    """Put an agent into the team; whoever is in it already stays. Raises `NotFound`, `NotAnAgent`."""
    user = await system_user_for_update(session, user_id)
    if user is None or await system_team_for_update(session, team_id) is None:
        raise NotFound
    if user.level < Level.agent:
        raise NotAnAgent
    row = insert(TeamMember).values(team_id=team_id, user_id=user_id).on_conflict_do_nothing()
    if await session.scalar(row.returning(TeamMember.user_id)) is not None:
        await record(session, actor, TeamMemberAdded(team_id=team_id, user_id=user_id))


async def remove_member(session: AsyncSession, actor: Actor, team_id: int, user_id: int) -> None:
    """Take somebody out of the team; whoever is not in it stays out. Raises `NotFound`."""
    if await system_team_for_update(session, team_id) is None:
        raise NotFound
    row = delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.user_id == user_id)
    if await session.scalar(row.returning(TeamMember.user_id)) is not None:
        await record(session, actor, TeamMemberRemoved(team_id=team_id, user_id=user_id))


async def leave_all_teams(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Take somebody out of every team."""
    row = delete(TeamMember).where(TeamMember.user_id == user_id).returning(TeamMember.team_id)
    left = sorted(await session.scalars(row))
    if left:
        await record(session, actor, *(TeamMemberRemoved(team_id=team, user_id=user_id) for team in left))
