"""Telling the one who is responsible for a ticket what others did to it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.prepared import Prepared
from deskbell.events.models import StoredEvent
from deskbell.events.record import record
from deskbell.notifications.actions.mail_notices import mail_notices
from deskbell.notifications.events import NotificationCreated
from deskbell.notifications.models import Notification
from deskbell.notifications.queries import SYSTEM, system_whom_to_tell


def _telling() -> Prepared:
    told = system_whom_to_tell().add_columns(StoredEvent.type, StoredEvent.ticket_id, StoredEvent.actor_id)
    columns = ["event_id", "user_id", "type", "ticket_id", "actor_id"]
    rows = insert(Notification).from_select(columns, told.order_by(StoredEvent.id))
    once = rows.on_conflict_do_nothing(index_elements=["user_id", "event_id"])
    return Prepared(once.returning(Notification.id, Notification.user_id, Notification.event_id))


_TELL = _telling()


async def notify_assignees(session: AsyncSession, event_ids: Sequence[int]) -> None:
    """Tell whose tickets these events concern, unless it was their own doing or they were told already.

    By the bell, and by mail those who want it.
    """
    told = await _TELL.all(session, {"event_ids": event_ids})
    for row in told:
        cause = replace(SYSTEM, cause_event_id=row["event_id"])
        fact = NotificationCreated(user_id=row["user_id"], notification_id=row["id"])
        await record(session, cause, fact)
    if told:
        await mail_notices(session, [row["id"] for row in told])
