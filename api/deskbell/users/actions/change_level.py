"""Raising and lowering an account on the ladder."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.departments.actions.give_access import give_access, give_all_access
from deskbell.events.record import record
from deskbell.permissions.actions.change_members import give_all_permissions, take_all_permissions
from deskbell.sessions.actions.end import cap_sessions
from deskbell.sessions.links import void_links
from deskbell.teams.actions.change_members import leave_all_teams
from deskbell.users.events import UserLevelChanged
from deskbell.users.models import User
from deskbell.users.problems import LastAdmin, NotYourself
from deskbell.users.queries import system_lock_ladder, system_other_admins, system_user_for_update


async def change_level(session: AsyncSession, actor: Actor, user_id: int, level: Level) -> User:
    """Put the account on this level. Raises `NotFound`, `NotYourself`, `LastAdmin`.

    A new admin is given every permission and department there is, a new agent nothing; whoever leaves the
    agent level loses permissions, departments and teams. Sessions stay, but never reach above the lower of
    both levels again.
    """
    await system_lock_ladder(session)
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    before = user.rung
    if before is level:
        return user
    if level < before:
        await _may_be_lowered(session, actor, user)
    user.level, user.updated_at = level, datetime.now(UTC)
    await cap_sessions(session, user.id, min(before, level))
    await void_links(session, user.id)
    await record(session, actor, UserLevelChanged(user_id=user.id, before=before, after=level))
    if level is Level.admin:
        await give_all_access(session, actor, user.id)
        await give_all_permissions(session, actor, user.id)
    if level < Level.agent:
        await give_access(session, actor, user.id, [])
        await leave_all_teams(session, actor, user.id)
        await take_all_permissions(session, actor, user.id)
    await session.flush()
    return user


async def _may_be_lowered(session: AsyncSession, actor: Actor, user: User) -> None:
    if user.id == actor.user_id:
        raise NotYourself
    if user.rung is Level.admin and not await system_other_admins(session, user.id):
        raise LastAdmin
