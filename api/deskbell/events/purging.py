"""Forgetting old events."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.events.models import StoredEvent

KEPT = timedelta(days=400)
BATCH = 10_000


async def purge(session: AsyncSession) -> None:
    """Delete a batch of events older than 400 days. Those of a ticket are its history: they stay with it."""
    old = (StoredEvent.at < func.now() - KEPT, StoredEvent.ticket_id.is_(None))
    batch = select(StoredEvent.id).where(*old).order_by(StoredEvent.at).limit(BATCH)
    await session.execute(delete(StoredEvent).where(StoredEvent.id.in_(batch)))
