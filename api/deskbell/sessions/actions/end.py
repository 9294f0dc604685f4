"""Ending sessions."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.sessions.events import EndReason, SessionEnded
from deskbell.sessions.models import SignInSession


async def end_session(
    session: AsyncSession, actor: Actor, session_id: int, user_id: int, reason: EndReason
) -> bool:
    """End one session; its tokens are dead at their next request. Tells whether it was alive."""
    alive = (
        SignInSession.id == session_id,
        SignInSession.user_id == user_id,
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > func.now(),
    )
    row = update(SignInSession).where(*alive).values(ended_at=func.now(), end_reason=reason)
    ended = await session.scalar(row.returning(SignInSession.id))
    if ended is None:
        return False
    await record(session, actor, SessionEnded(session_id=session_id, user_id=user_id, reason=reason))
    return True


async def end_sessions(
    session: AsyncSession, actor: Actor, user_id: int, reason: EndReason, *, keep: int | None = None
) -> None:
    """End every session of an account, or every other one than `keep`."""
    alive = (
        SignInSession.user_id == user_id,
        SignInSession.id != (keep or 0),
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > func.now(),
    )
    row = update(SignInSession).where(*alive).values(ended_at=func.now(), end_reason=reason)
    ended = sorted(await session.scalars(row.returning(SignInSession.id)))
    if ended:
        facts = [SessionEnded(session_id=number, user_id=user_id, reason=reason) for number in ended]
        await record(session, actor, *facts)


async def end_app_sessions(
    session: AsyncSession, actor: Actor, app_id: int, reason: EndReason, *, user_id: int | None = None
) -> int:
    """End every session of an app, or those that one person allowed it; how many there were."""
    alive = [
        SignInSession.app_id == app_id,
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > func.now(),
    ]
    if user_id is not None:
        alive.append(SignInSession.user_id == user_id)
    row = update(SignInSession).where(*alive).values(ended_at=func.now(), end_reason=reason)
    ended = (await session.execute(row.returning(SignInSession.id, SignInSession.user_id))).all()
    facts = [SessionEnded(session_id=each.id, user_id=each.user_id, reason=reason) for each in sorted(ended)]
    await record(session, actor, *facts)
    return len(ended)


async def cap_sessions(session: AsyncSession, user_id: int, level: Level) -> None:
    """Keep an account's sessions at this level or below; going up asks for the password."""
    higher = (SignInSession.user_id == user_id, SignInSession.level > level)
    await session.execute(update(SignInSession).where(*higher).values(level=level))
