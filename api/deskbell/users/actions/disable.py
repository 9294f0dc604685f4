"""Keeping an account from signing in, and letting it again."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.sessions.actions.end import end_sessions
from deskbell.sessions.events import EndReason
from deskbell.sessions.links import void_links
from deskbell.users.changing import changeable
from deskbell.users.events import UserDisabled, UserEnabled
from deskbell.users.models import User
from deskbell.users.problems import LastAdmin, NotYourself
from deskbell.users.queries import system_other_admins


async def disable_user(session: AsyncSession, actor: Actor, user_id: int) -> User:
    """Keep the account from signing in and end its sessions; its work stays.

    Raises `NotFound`, `NotAllowed`, `NotYourself`, `LastAdmin`.
    """
    user = await changeable(session, actor, user_id)
    if user.disabled_at is not None:
        return user
    if user.id == actor.user_id:
        raise NotYourself
    if user.rung is Level.admin and not await system_other_admins(session, user.id):
        raise LastAdmin
    user.disabled_at = user.updated_at = datetime.now(UTC)
    await void_links(session, user.id)
    await record(session, actor, UserDisabled(user_id=user.id))
    await end_sessions(session, actor, user.id, EndReason.disabled)
    await session.flush()
    return user


async def enable_user(session: AsyncSession, actor: Actor, user_id: int) -> User:
    """Let the account sign in again, with the password and the rights it had.

    One that was merged into another, or erased, stays as it is.
    """
    user = await changeable(session, actor, user_id)
    if user.disabled_at is None or user.merged_into_id is not None or user.erased_at is not None:
        return user
    user.disabled_at, user.updated_at = None, datetime.now(UTC)
    await record(session, actor, UserEnabled(user_id=user.id))
    await session.flush()
    return user
