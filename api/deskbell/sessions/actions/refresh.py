"""Refreshing: a new access token for a living session, by the token in the cookie."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.permissions.queries import system_comes_from_inside
from deskbell.sessions.actions.end import end_session
from deskbell.sessions.actions.start import Started, issue_refresh_token
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import EndReason, SessionReuseDetected
from deskbell.sessions.links import stored
from deskbell.sessions.models import RefreshToken, SignInSession
from deskbell.sessions.problems import (
    AddressNotAllowed,
    PasswordNeeded,
    RefreshInProgress,
    ScopeNotGranted,
    SessionOver,
)
from deskbell.sessions.queries import system_session_for_update, system_token
from deskbell.sessions.second_factor.queries import system_required
from deskbell.sessions.services import SignInServices
from deskbell.sessions.tokens import signed_in
from deskbell.users.models import User
from deskbell.users.queries import me

GRACE = timedelta(seconds=10)


async def refresh(
    session: AsyncSession, services: SignInServices, browser: Browser, level: Level
) -> Started | None:
    """Use the refresh token up and give the next one; nothing when an old one came and ended the session.

    Raises `SessionOver`, `RefreshInProgress` (used within the last ten seconds), `PasswordNeeded`,
    `ScopeNotGranted`, `AddressNotAllowed`. Of several at once, exactly one goes through: the update
    waits for the row.
    """
    token = browser.cookie
    if token is None:
        raise SessionOver
    used = await rotate(session, services, token)
    if used is None:
        return None
    row, user = used
    if not await system_comes_from_inside(session, user.id, browser.address):
        raise AddressNotAllowed("Ask an admin from where you may.")
    row.address = browser.address
    _check_reach(level, row, user)
    if level >= Level.agent and not row.second_factor and await system_required(session, user.id, level):
        raise PasswordNeeded
    actor = Actor(kind="user", level=level, user_id=user.id, session_id=row.id)
    answer = signed_in(services, row.id, level, await me(session, actor))
    return Started(answer, await issue_refresh_token(session, row.id))


async def rotate(
    session: AsyncSession, services: SignInServices, token: str, *, app_id: int | None = None
) -> tuple[SignInSession, User] | None:
    """Use a refresh token of this app up (of none: of a browser) and prolong its session.

    Nothing when an old one came and ended the session. Raises `SessionOver`, `RefreshInProgress`.
    """
    theirs = select(SignInSession.id).where(SignInSession.app_id.is_not_distinct_from(app_id))
    used = (
        update(RefreshToken)
        .where(
            RefreshToken.token_hash == stored(token),
            RefreshToken.rotated_at.is_(None),
            RefreshToken.session_id.in_(theirs),
        )
        .values(rotated_at=func.clock_timestamp())
        .returning(RefreshToken.session_id)
    )
    session_id = await session.scalar(used)
    if session_id is None:
        await _used_before(session, token, app_id)
        return None
    row = await system_session_for_update(session, session_id)
    user = None if row is None else await session.get(User, row.user_id)
    if row is None or user is None or user.disabled_at is not None:
        raise SessionOver
    row.last_used_at = datetime.now(UTC)
    row.expires_at = row.last_used_at + services.settings.session_lifetime
    return row, user


def _check_reach(level: Level, row: SignInSession, user: User) -> None:
    if level > user.level:
        raise ScopeNotGranted
    if level > row.level:
        raise PasswordNeeded


async def _used_before(session: AsyncSession, token: str, app_id: int | None) -> None:
    """A token that is not the present one: another tab was quicker, or somebody holds a copy (T24)."""
    known = await system_token(session, stored(token))
    if known is None or not known.alive or known.app_id != app_id:
        raise SessionOver
    if known.since_rotation is not None and known.since_rotation < GRACE:
        raise RefreshInProgress
    actor = Actor(kind="system", level=Level.guest)
    fact = SessionReuseDetected(session_id=known.session_id, user_id=known.user_id)
    await record(session, actor, fact)
    await end_session(session, actor, known.session_id, known.user_id, EndReason.reused)
