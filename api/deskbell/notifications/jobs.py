"""Jobs about notifications."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.jobs import job
from deskbell.notifications import actions


@job("notifications.notify_assignee", together=True)
async def notify_assignee(session: AsyncSession, *, event_ids: Sequence[int]) -> None:
    """Tell assignees of events; one that was purged in the meantime is nobody's news."""
    await actions.notify_assignees(session, event_ids)
