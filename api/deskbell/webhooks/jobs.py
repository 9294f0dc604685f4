"""Jobs about webhooks."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.jobs import enqueue, job
from deskbell.webhooks.actions.purge import purge_deliveries
from deskbell.webhooks.actions.replay import REPLAY_JOB, replay_next

PURGE_JOB = "webhooks.purge"


@job(REPLAY_JOB)
async def replay(session: AsyncSession, **args: Any) -> None:  # noqa: ANN401 - what was ordered, handed on
    """Send events of a time once more, a batch at a time."""
    await replay_next(session, args)


@job(PURGE_JOB, cron="47 * * * *")
async def purge(session: AsyncSession) -> None:
    """Forget old deliveries."""
    if await purge_deliveries(session):
        await enqueue(session, PURGE_JOB, queueing_lock=PURGE_JOB)
