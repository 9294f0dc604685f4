"""Giving an account a password."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.passwords import Passwords
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.sessions.actions.end import end_sessions
from deskbell.sessions.events import EndReason, PasswordChanged
from deskbell.sessions.links import void_links
from deskbell.sessions.password_rules import check_password
from deskbell.users.queries import system_addresses, system_user_for_update


async def set_password(
    session: AsyncSession,
    actor: Actor,
    passwords: Passwords,
    user_id: int,
    password: str,
    *,
    how: Literal["changed", "reset", "set"] = "set",
    pointer: str = "/new_password",
) -> Level:
    """Set the password, end all other sessions, void all links of the account; the account's level.

    Raises `PasswordTooWeak`.
    """
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    check_password(password, user.name, await system_addresses(session, user_id), pointer=pointer)
    now = datetime.now(UTC)
    user.password_hash = await passwords.hash(password)
    user.claimed_at, user.updated_at = user.claimed_at or now, now
    await void_links(session, user_id)
    await record(session, actor, PasswordChanged(user_id=user_id, how=how))
    keep = actor.session_id if actor.user_id == user_id else None
    await end_sessions(session, actor, user_id, EndReason.password_changed, keep=keep)
    return Level(user.level)
