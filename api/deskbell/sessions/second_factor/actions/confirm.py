"""Giving the password once more, before what changes who can sign in (T22)."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.sessions.actions.confirm_password import confirm_password
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import SessionConfirmed
from deskbell.sessions.models import SignInSession
from deskbell.sessions.second_factor.problems import ConfirmationNeeded
from deskbell.sessions.second_factor.queries import system_confirmed
from deskbell.sessions.services import SignInServices


async def confirm_session(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor, password: str
) -> bool:
    """Note that the password was given in this session; tells whether it was right.

    Raises `TooManyAttempts`.
    """
    if not await confirm_password(session, services, browser, actor, password):
        return False
    here = SignInSession.id == (actor.session_id or 0)
    await session.execute(update(SignInSession).where(here).values(confirmed_at=func.now()))
    await record(session, actor, SessionConfirmed(session_id=actor.session_id or 0, user_id=actor.account_id))
    return True


async def refuse_unconfirmed(session: AsyncSession, actor: Actor) -> None:
    """Raises `ConfirmationNeeded` where the password was given long ago."""
    if not await system_confirmed(session, actor.session_id):
        raise ConfirmationNeeded
