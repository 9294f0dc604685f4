"""Telling the one who is responsible for a ticket what others did to it."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.models import StoredEvent
from deskbell.events.record import record
from deskbell.notifications.events import NotificationCreated
from deskbell.notifications.models import Notification
from deskbell.notifications.queries import system_assigned_with, system_assignee
from deskbell.tickets.events import TicketAssigneeChanged


async def notify_assignee(session: AsyncSession, event: StoredEvent) -> None:
    """Tell the ticket's assignee of the event, unless it was their own doing or they were told already."""
    system = Actor(kind="system", level=Level.admin, cause_event_id=event.id)
    if event.type == TicketAssigneeChanged.type:
        user_id = TicketAssigneeChanged.of(event.data).after
    else:
        user_id = await _told_of_messages(session, system, event)
    if user_id is None or user_id == event.actor_id:
        return
    row = insert(Notification).values(
        user_id=user_id,
        event_id=event.id,
        type=event.type,
        ticket_id=event.ticket_id,
        actor_id=event.actor_id,
    )
    once = row.on_conflict_do_nothing(index_elements=["user_id", "event_id"]).returning(Notification.id)
    notification_id = (await session.execute(once)).scalar_one_or_none()
    if notification_id is not None:
        await record(session, system, NotificationCreated(user_id=user_id, notification_id=notification_id))


async def _told_of_messages(session: AsyncSession, system: Actor, event: StoredEvent) -> int | None:
    """The assignee now; nobody when the same act assigned the ticket, which they are told of already."""
    if event.ticket_id is None or await system_assigned_with(session, event.id):
        return None
    return await system_assignee(session, system, event.ticket_id)
