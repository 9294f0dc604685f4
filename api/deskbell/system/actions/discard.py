"""Giving up work that failed."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.system.events import FailedJobDiscarded
from deskbell.system.queries import system_failed_job_for_update

_FORGET: Final = text("delete from procrastinate_jobs where id = :id")


async def discard_job(session: AsyncSession, actor: Actor, job_id: int) -> None:
    """Forget it: it is never done. Raises `NotFound`."""
    name = await system_failed_job_for_update(session, job_id)
    await session.execute(_FORGET, {"id": job_id})
    await record(session, actor, FailedJobDiscarded(failed_job_id=job_id, name=name))
