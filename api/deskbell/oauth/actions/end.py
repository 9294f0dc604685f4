"""Disabling an app, deleting it, and taking back what one allowed it: its tokens are dead at once."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.oauth.actions.register import app_for_update
from deskbell.oauth.events import AppDeleted, AppDisabled, AppDisconnected, AppEnabled
from deskbell.oauth.models import AppConsent, AuthorizationCode
from deskbell.sessions.actions.end import end_app_sessions
from deskbell.sessions.events import EndReason


async def disable_app(session: AsyncSession, actor: Actor, app_id: int) -> None:
    """Keep an app from working; what people allowed it is remembered. Raises `NotFound`."""
    app = await app_for_update(session, actor, app_id)
    if app.disabled_at is None:
        app.disabled_at = app.updated_at = datetime.now(UTC)
        await session.flush()
        await record(session, actor, AppDisabled(app_id=app.id))
        await _end_all(session, actor, app.id)


async def enable_app(session: AsyncSession, actor: Actor, app_id: int) -> None:
    """Let a disabled app be used again; people sign in there anew. Raises `NotFound`."""
    app = await app_for_update(session, actor, app_id)
    if app.disabled_at is not None:
        app.disabled_at, app.updated_at = None, datetime.now(UTC)
        await session.flush()
        await record(session, actor, AppEnabled(app_id=app.id))


async def delete_app(session: AsyncSession, actor: Actor, app_id: int) -> None:
    """Forget an app and what people allowed it. Raises `NotFound`."""
    app = await app_for_update(session, actor, app_id)
    await _end_all(session, actor, app.id)
    await record(session, actor, AppDeleted(app_id=app.id))
    await session.delete(app)
    await session.flush()


async def disconnect_app(session: AsyncSession, actor: Actor, app_id: int) -> None:
    """Take back what the actor allowed an app. Raises `NotFound` where that is nothing."""
    mine = (AppConsent.user_id == actor.account_id, AppConsent.app_id == app_id)
    gone = await session.scalar(delete(AppConsent).where(*mine).returning(AppConsent.id))
    if gone is None:
        raise NotFound
    await record(session, actor, AppDisconnected(app_id=app_id, user_id=actor.account_id))
    await _end_all(session, actor, app_id, user_id=actor.account_id)


async def _end_all(session: AsyncSession, actor: Actor, app_id: int, *, user_id: int | None = None) -> None:
    """First the codes, which waits for exchanges that are at work; then what was made of them, too."""
    codes = [AuthorizationCode.app_id == app_id, AuthorizationCode.used_at.is_(None)]
    if user_id is not None:
        codes.append(AuthorizationCode.user_id == user_id)
    await session.execute(update(AuthorizationCode).where(*codes).values(used_at=func.now()))
    reason = EndReason.app_disabled if user_id is None else EndReason.disconnected
    await end_app_sessions(session, actor, app_id, reason, user_id=user_id)
