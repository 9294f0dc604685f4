"""The job that follows kept messages."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.registrations.actions.take_up import take_up
from deskbell.core.jobs import job


@job("registrations.take_up", together=True)
async def take_up_kept(session: AsyncSession, *, event_ids: Sequence[int]) -> None:
    """Make tickets of what was kept of people who are let in by now; ask the others to confirm it."""
    await take_up(session, event_ids)
