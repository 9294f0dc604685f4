"""Keeping uploads from the sweep while what names them waits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.files.models import File


async def hold_files(session: AsyncSession, file_ids: Sequence[UUID]) -> None:
    """Nobody else can name these files, and the sweep leaves them."""
    await session.execute(update(File).where(File.id.in_(file_ids)).values(attached_at=func.now()))


async def release_files(session: AsyncSession, file_ids: Sequence[UUID]) -> None:
    """Let a message name these files, or the sweep take them."""
    await session.execute(update(File).where(File.id.in_(file_ids)).values(attached_at=None))
