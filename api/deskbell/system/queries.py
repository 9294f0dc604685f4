"""What there is to know of the database, its queue and its log; a few cheap statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.jobs import JOBS
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.system.schemas import EventReaderRead, FailedJobRead, JobQueue, ParkedEventRead

ALIVE_SECONDS: Final = 20
SHOWN: Final = 20

_DATABASE = text("""
select clock_timestamp() as at, current_setting('server_version') as postgresql,
    (select version_num from alembic_version) as revision,
    pg_database_size(current_database()) as bytes,
    (select count(*) from procrastinate_workers
        where last_heartbeat > clock_timestamp() - make_interval(secs => :alive)) as workers,
    (select max(last_heartbeat) from procrastinate_workers) as worker_seen_at,
    (select count(*) from parked_events) as parked
""")
_JOBS = text("""
select count(*) filter (where status = 'todo' and (scheduled_at is null or scheduled_at <= now())) as waiting,
    count(*) filter (where status = 'todo' and scheduled_at > now()) as scheduled,
    count(*) filter (where status = 'doing') as working,
    count(*) filter (where status = 'failed') as failed
from procrastinate_jobs
""")
_OLDEST = text("""
select extract(epoch from clock_timestamp() - coalesce(scheduled_at,
    (select min(at) from procrastinate_events where job_id = job.id)))::float8
from procrastinate_jobs as job
where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
order by priority desc, id limit 1
""")
_READERS = text("""
select name, moved_at, coalesce(extract(epoch from clock_timestamp() - (
    select at from events where (events.xid, events.id) > (reader.xid, reader.event_id)
    order by events.xid, events.id limit 1)), 0)::float8 as lag_seconds
from event_readers as reader order by name
""")
_PARKED = text("""
select event_id, handler, error, parked_at from parked_events order by parked_at desc, event_id limit :limit
""")
_FAILED = """
select id, task_name as name, attempts, (select max(at) from procrastinate_events
    where job_id = job.id and type = 'failed') as failed_at
from procrastinate_jobs as job where status = 'failed'
"""
_FAILED_PAGE = text(f"{_FAILED} and id < :before order by id desc limit :limit")
_FAILED_ONE = text(f"{_FAILED} and id = :id")
_FAILED_FOR_UPDATE = text(
    "select task_name from procrastinate_jobs where status = 'failed' and id = :id for update"
)


async def database_facts(connection: AsyncConnection, _actor: Actor) -> Members:
    """The database's time, version, schema and size, its workers, and how many events are parked."""
    return dict((await connection.execute(_DATABASE, {"alive": ALIVE_SECONDS})).mappings().one())


async def job_queue(connection: AsyncConnection, _actor: Actor) -> JobQueue:
    """How the queue stands."""
    counted = (await connection.execute(_JOBS)).mappings().one()
    oldest: float | None = await connection.scalar(_OLDEST)
    return JobQueue(**counted, oldest_wait_seconds=None if oldest is None else max(0.0, round(oldest, 1)))


async def event_readers(connection: AsyncConnection, _actor: Actor) -> list[EventReaderRead]:
    """How far each reader of the log is."""
    rows = (await connection.execute(_READERS)).mappings()
    return [EventReaderRead(**{**row, "lag_seconds": round(row["lag_seconds"], 3)}) for row in rows]


async def parked_events(connection: AsyncConnection, _actor: Actor) -> list[ParkedEventRead]:
    """The events that were parked last."""
    rows = (await connection.execute(_PARKED, {"limit": SHOWN})).mappings()
    return [ParkedEventRead(**row) for row in rows]


async def page_of_failed_jobs(
    connection: AsyncConnection, _actor: Actor, *, cursor: str | None, limit: int
) -> Page[FailedJobRead]:
    """Work that failed, the latest first."""
    before = decode_cursor(cursor, int)[0] if cursor else 2**63 - 1
    rows = (await connection.execute(_FAILED_PAGE, {"before": before, "limit": limit + 1})).mappings().all()
    items = _failed(rows[:limit])
    more = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[FailedJobRead](items=items, next_cursor=more, total=None)


async def one_failed_job(connection: AsyncConnection, _actor: Actor, job_id: int) -> FailedJobRead:
    """One piece of work that failed. Raises `NotFound`."""
    rows = (await connection.execute(_FAILED_ONE, {"id": job_id})).mappings().all()
    if not rows:
        raise NotFound
    return _failed(rows)[0]


async def system_failed_job_for_update(session: AsyncSession, job_id: int) -> str:
    """The name of work that failed, which nobody else decides on meanwhile. Raises `NotFound`."""
    name: str | None = await session.scalar(_FAILED_FOR_UPDATE, {"id": job_id})
    if name is None:
        raise NotFound
    return name


def _failed(rows: Sequence[Any]) -> list[FailedJobRead]:
    return [FailedJobRead(**row, known=row["name"] in JOBS) for row in rows]


def seconds_between(earlier: datetime | None, later: datetime) -> float:
    """How long ago something was; nothing where there was nothing."""
    return 0.0 if earlier is None else (later - earlier).total_seconds()
