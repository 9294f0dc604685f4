"""Marking notifications as read."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.notifications.events import NotificationsRead
from deskbell.notifications.models import Notification
from deskbell.notifications.queries import visible_to


async def read(session: AsyncSession, actor: Actor, notification_id: int) -> None:
    """Mark one as read; marked already, nothing changes. 404 when it is not one that the actor can see."""
    statement = visible_to(actor).where(Notification.id == notification_id)
    notification = await session.scalar(statement.with_for_update(of=Notification))
    if notification is None:
        raise NotFound
    if notification.read_at is not None:
        return
    notification.read_at = func.now()
    await session.flush()
    await record(session, actor, NotificationsRead(user_id=actor.account_id, notification_id=notification_id))


async def read_all(session: AsyncSession, actor: Actor) -> None:
    """Mark all of the actor's as read, those of tickets out of sight too."""
    unread = (Notification.user_id == actor.account_id, Notification.read_at.is_(None))
    changed = await session.execute(
        update(Notification).where(*unread).values(read_at=func.now()).returning(Notification.id)
    )
    if changed.first() is not None:
        await record(session, actor, NotificationsRead(user_id=actor.account_id, notification_id=None))
