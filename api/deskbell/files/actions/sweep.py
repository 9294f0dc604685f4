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
    """Delete uploads that no message named for a day, and bytes older than two hours without a row."""
    moment = now or datetime.now(UTC)
    unused = (File.attached_at.is_(None), File.created_at < moment - UNUSED_FOR)
    gone = list(await session.scalars(delete(File).where(*unused).returning(File.storage_key)))
    for key in gone:
        await storage.delete(key)
    removed = len(gone) + await storage.remove_abandoned(moment - ABANDONED_FOR)
    batch: list[str] = []
    async for key in storage.list_older_than(moment - ABANDONED_FOR):
        batch.append(key)
        if len(batch) == BATCH:
            removed += await _remove_unnamed(session, storage, batch)
            batch = []
    return removed + await _remove_unnamed(session, storage, batch)


async def _remove_unnamed(session: AsyncSession, storage: Storage, keys: list[str]) -> int:
    named = set(await session.scalars(select(File.storage_key).where(File.storage_key.in_(keys))))
    unnamed = [key for key in keys if key not in named]
    for key in unnamed:
        await storage.delete(key)
    return len(unnamed)
