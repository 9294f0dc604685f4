"""Removing uploads that nobody used, and bytes that no row names."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.storage import Storage
from deskbell.files.models import File

UNUSED_FOR = timedelta(hours=24)
ABANDONED_FOR = timedelta(hours=2)
BATCH = 500


async def sweep(session: AsyncSession, storage: Storage, now: datetime | None = None) -> int:
    """Delete bytes older than two hours without a row, then the rows of uploads unnamed for a day.

    The bytes of those rows go with the next sweep, when the rows are gone for good: a transaction that fails
    brings rows back, and nothing brings back bytes.
    """
    moment = now or datetime.now(UTC)
    removed = await storage.remove_abandoned(moment - ABANDONED_FOR)
    batch: list[str] = []
    async for key in storage.list_older_than(moment - ABANDONED_FOR):
        batch.append(key)
        if len(batch) == BATCH:
            removed += await _remove_unnamed(session, storage, batch)
            batch = []
    removed += await _remove_unnamed(session, storage, batch)
    unused = (File.attached_at.is_(None), File.created_at < moment - UNUSED_FOR)
    gone = await session.scalars(delete(File).where(*unused).returning(File.id))
    return removed + len(gone.all())


async def _remove_unnamed(session: AsyncSession, storage: Storage, keys: list[str]) -> int:
    named = set(await session.scalars(select(File.storage_key).where(File.storage_key.in_(keys))))
    unnamed = [key for key in keys if key not in named]
    for key in unnamed:
        await storage.delete(key)
    return len(unnamed)
