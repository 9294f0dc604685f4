"""Starting a session."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.tokens import new_secret
from deskbell.events.record import record
from deskbell.sessions.actions.end import end_session
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import EndReason, SessionStarted
from deskbell.sessions.links import stored
from deskbell.sessions.models import RefreshToken, SignInSession
from deskbell.sessions.queries import system_token
from deskbell.sessions.schemas import SignedIn
from deskbell.sessions.services import SignInServices
from deskbell.sessions.tokens import signed_in
from deskbell.users.queries import me


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that went well: what is answered, and the refresh token for the cookie."""

    answer: SignedIn
    refresh_token: str


async def start_session(
    session: AsyncSession,
    services: SignInServices,
    browser: Browser,
    user_id: int,
    level: Level,
    *,
    second_factor: bool = False,
) -> Started:
    """Sign the account in up to this level; the browser's session before it ends."""
    actor = Actor(kind="user", level=level, user_id=user_id)
    await _end_replaced(session, actor, browser.cookie)
    row = SignInSession(
        user_id=user_id,
        level=level,
        second_factor=second_factor,
        user_agent=browser.user_agent,
        address=browser.address,
        expires_at=datetime.now(UTC) + services.settings.session_lifetime,
    )
    session.add(row)
    await session.flush()
    await record(session, actor, SessionStarted(session_id=row.id, user_id=user_id, level=level))
    answer = signed_in(services, row.id, level, await me(session, actor))
    return Started(answer, await issue_refresh_token(session, row.id))


async def issue_refresh_token(session: AsyncSession, session_id: int) -> str:
    """The session's next refresh token; only its hash is kept (T24)."""
    secret = new_secret()
    session.add(RefreshToken(session_id=session_id, token_hash=stored(secret)))
    await session.flush()
    return secret


async def _end_replaced(session: AsyncSession, actor: Actor, cookie: str | None) -> None:
    """A browser has one session: signing in again ends the one before (T22)."""
    known = await system_token(session, stored(cookie)) if cookie else None
    if known is not None and known.app_id is None:
        await end_session(session, actor, known.session_id, known.user_id, EndReason.replaced)
