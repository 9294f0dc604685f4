"""Signing out."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.sessions.actions.end import end_session
from deskbell.sessions.events import EndReason
from deskbell.sessions.links import stored
from deskbell.sessions.queries import system_token


async def sign_out(session: AsyncSession, actor: Actor, cookie: str | None) -> None:
    """End the session of the token and that of the browser's cookie; with neither, nothing happens.

    A visit ends by itself: the cookie is that of the agent, who stays signed in.
    """
    if actor.session_id is not None:
        await end_session(session, actor, actor.session_id, actor.account_id, EndReason.signed_out)
    if actor.behind is not None:
        return
    known = await system_token(session, stored(cookie)) if cookie else None
    if known is not None and known.app_id is None:
        owner = Actor(kind="user", level=actor.level, user_id=known.user_id)
        await end_session(session, owner, known.session_id, known.user_id, EndReason.signed_out)


async def end_own_session(session: AsyncSession, actor: Actor, session_id: int) -> None:
    """End one of the actor's own sessions. Raises `NotFound`."""
    if not await end_session(session, actor, session_id, actor.account_id, EndReason.signed_out):
        raise NotFound
