"""Counting what bans keep out."""

from collections.abc import Sequence

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.models import MailBan


async def count_refused(session: AsyncSession, ban_ids: Sequence[int]) -> None:
    """One more mail was refused for each of these; a ban may stand there several times."""
    for ban_id in sorted(set(ban_ids)):  # in order, so that no two transactions wait for each other
        more = MailBan.refused + list(ban_ids).count(ban_id)
        counted = update(MailBan).where(MailBan.id == ban_id)
        await session.execute(counted.values(refused=more, last_refused_at=func.now()))
