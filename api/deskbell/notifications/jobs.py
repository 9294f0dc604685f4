"""Jobs about notifications."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.jobs import job
from deskbell.events.models import StoredEvent
from deskbell.notifications import actions


@job("notifications.notify_assignee")
async def notify_assignee(session: AsyncSession, *, event_id: int) -> None:
    """Tell the assignee of an event; an event that was purged in the meantime is nobody's news."""
    event = await session.get(StoredEvent, event_id)
    if event is not None:
        await actions.notify_assignee(session, event)
