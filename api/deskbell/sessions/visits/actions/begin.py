"""Beginning a visit."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotAllowed, NotFound, NotSignedIn
from deskbell.events.record import record
from deskbell.permissions.checking import require
from deskbell.sessions.browser import Browser
from deskbell.sessions.models import SignInSession, Visit
from deskbell.sessions.visits.events import VisitBegan
from deskbell.sessions.visits.problems import AccountNotOpen
from deskbell.users.models import User
from deskbell.users.queries import seen_by

LASTS: Final = timedelta(hours=1)


async def begin_visit(
    session: AsyncSession, browser: Browser, actor: Actor, user_id: int, reason: str
) -> int:
    """Sign an agent in as a customer, for an hour at most; the visit's number.

    Its session has no refresh token: tokens are given to the browser in which the agent is signed in, as
    long as they are. Raises `NotFound`, `NotAllowed` (agents and admins are nobody's to sign in as, not even
    an admin's), `AccountNotOpen`.
    """
    require(actor, "people.sign_in_as")
    if actor.session_id is None:
        raise NotSignedIn
    await _check_customer(session, actor, user_id)
    own = SignInSession(
        user_id=user_id,
        level=Level.user,
        user_agent=browser.user_agent,
        address=browser.address,
        expires_at=datetime.now(UTC) + LASTS,
    )
    session.add(own)
    await session.flush()
    visit = Visit(
        user_id=user_id,
        agent_id=actor.account_id,
        session_id=own.id,
        agent_session_id=actor.session_id,
        reason=reason,
    )
    session.add(visit)
    await session.flush()
    await record(session, actor, VisitBegan(user_id=user_id, visit_id=visit.id, session_id=own.id))
    return visit.id


async def _check_customer(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Whether this is a customer whom the actor sees, and whose account is open; it stays so meanwhile."""
    row = select(User).where(User.id == user_id, seen_by(actor)).with_for_update(key_share=True)
    user = await session.scalar(row)
    if user is None:
        raise NotFound
    if user.level > Level.user or user.is_service or user.id == actor.user_id:
        raise NotAllowed("Only customers can be signed in as, never agents or admins.")
    if user.disabled_at is not None or user.waits_for is not None:
        raise AccountNotOpen
