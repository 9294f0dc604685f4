"""Parts of `message_search` for the years to come."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

YEARS_AHEAD = 2


async def add_partitions(session: AsyncSession, now: datetime | None = None) -> None:
    """Make the parts of this year and the next two, where they are missing."""
    this = (now or datetime.now(UTC)).year
    for year in range(this, this + YEARS_AHEAD + 1):
        await session.execute(
            text(
                f"create table if not exists message_search_{year} partition of message_search"
                f" for values from ('{year}-01-01Z') to ('{year + 1}-01-01Z')"
            )
        )
