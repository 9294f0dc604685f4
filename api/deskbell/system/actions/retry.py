"""Doing work once more that failed."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.system.events import FailedJobRetried
from deskbell.system.problems import JobSuperseded
from deskbell.system.queries import system_failed_job_for_update

_AGAIN: Final = text("""
update procrastinate_jobs set status = 'todo', attempts = 0, scheduled_at = null where id = :id
""")


async def retry_job(session: AsyncSession, actor: Actor, job_id: int) -> None:
    """Order it anew, with all of its attempts. Raises `NotFound`, `JobSuperseded`."""
    name = await system_failed_job_for_update(session, job_id)
    try:
        async with session.begin_nested():
            await session.execute(_AGAIN, {"id": job_id})
    except IntegrityError:
        raise JobSuperseded("It will be done by the later order; discard this one.") from None
    await record(session, actor, FailedJobRetried(failed_job_id=job_id, name=name))
