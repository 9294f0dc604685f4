"""Signing others out."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.sessions.actions.end import end_session, end_sessions
from deskbell.sessions.events import EndReason
from deskbell.users.queries import system_user_for_update


async def end_session_of(session: AsyncSession, actor: Actor, user_id: int, session_id: int) -> None:
    """End one session of an account. Raises `NotFound`."""
    if not await end_session(session, actor, session_id, user_id, EndReason.ended_by_admin):
        raise NotFound


async def end_sessions_of(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """End every session of an account, but the one that asks. Raises `NotFound`."""
    if await system_user_for_update(session, user_id) is None:
        raise NotFound
    await end_sessions(session, actor, user_id, EndReason.ended_by_admin, keep=actor.session_id)
