"""Jobs: work that is done after the answer, by the worker.

A job is a row that Procrastinate's own SQL function writes on our connection: it exists exactly when the data
that it is about does. A job may run twice (its worker was killed before it said that it was done): it has to
bear that.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

QUEUE = "default"
RETRIES = 8
MOST_IN_A_DRAIN = 500
EVENT_IDS = "event_ids"
"""The argument of a job that stands for several, each of which has one `event_id`."""

Work = Callable[..., Awaitable[None]]

_DEFER = text("""
select procrastinate_defer_jobs_v1(array_agg(
    cast(row(cast(:queue as text), job.name, 0, job.lock, job.queueing_lock, job.args, job.at)
        as procrastinate_job_to_defer_v1) order by job.place))
from jsonb_to_recordset(cast(:jobs as jsonb))
    as job(place int, name text, lock text, queueing_lock text, args jsonb, at timestamptz)
""")
_WAITING = text("""
select exists (select from procrastinate_jobs where queueing_lock = :lock and status = 'todo')
""")
_NEXT = text("""
select id, task_name, args from procrastinate_jobs
where status = 'todo' and (scheduled_at is null or scheduled_at <= clock_timestamp())
order by priority desc, id limit 1
""")
_FORGET = text("delete from procrastinate_jobs where id = :id")


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work, by the name under which it stands in the queue: `domain.verb`.

    Its work is `async def work(session, **args)`, in one transaction. Work that waits on the outside must not
    hold one open: with `outside` it is `async def work(database, outbound, **args)`. Work about events is
    called with one `event_id`; with `together`, with all of a job's `event_ids` at once.
    """

    name: str
    work: Work
    cron: str | None = None
    retries: int = RETRIES
    outside: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of work to be done. Orders with the same `lock` are done one at a time, in order."""

    name: str
    args: dict[str, Any]
    lock: str | None = None
    at: datetime | None = None


JOBS: dict[str, Job] = {}


class JobNameTaken(ValueError):
    """Two kinds of work have the same name."""


class JobsDoNotEnd(RuntimeError):
    """Jobs of a test make ever more jobs."""


def job(
    name: str,
    *,
    cron: str | None = None,
    retries: int = RETRIES,
    outside: bool = False,
    together: bool = False,
) -> Callable[[Work], Job]:
    """Make a function a job (`Job` says how it is called). `cron`: also started by the clock (UTC)."""

    def register(work: Work) -> Job:
        return schedule(Job(name, work, cron, retries, outside, together))

    return register


def schedule(kind: Job) -> Job:
    """Register a job that was made by hand. Raises `JobNameTaken` when its name means something else."""
    if JOBS.setdefault(kind.name, kind).work is not kind.work:
        raise JobNameTaken(kind.name)
    return kind


async def enqueue(
    session: AsyncSession,
    name: str,
    args: dict[str, Any] | None = None,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Order work in this transaction; False when work of the same `queueing_lock` is waiting already.

    Only work that never waits on the outside carries a `lock`: a retry holds up all later work of its lock.
    """
    order = Order(name, args or {}, lock, at)
    if queueing_lock is None:
        await _defer(session, [order])
        return True
    if (await session.execute(_WAITING, {"lock": queueing_lock})).scalar_one():
        return False
    try:
        async with session.begin_nested():
            await _defer(session, [order], queueing_lock)
    except IntegrityError:
        return False
    return True


async def enqueue_all(session: AsyncSession, orders: Sequence[Order]) -> None:
    """Order many pieces of work in this transaction, in one statement, in their order."""
    if orders:
        await _defer(session, orders)


async def perform(kind: Job, session: AsyncSession, args: dict[str, Any]) -> None:
    """Do a job in this transaction; one that stands for several is all of them."""
    if kind.together:
        await kind.work(session, event_ids=[each["event_id"] for each in singles(args)])
        return
    for each in singles(args):
        await kind.work(session, **each)


def singles(args: dict[str, Any]) -> list[dict[str, Any]]:
    """The arguments of each call of a job."""
    return [{"event_id": number} for number in args[EVENT_IDS]] if EVENT_IDS in args else [args]


async def drain(session: AsyncSession, *, most: int = MOST_IN_A_DRAIN) -> int:
    """Do all work that is due inside this transaction, for tests. Raises `JobsDoNotEnd` beyond `most`."""
    done = 0
    while (row := (await session.execute(_NEXT)).one_or_none()) is not None:
        if done == most:
            message = f"{most} jobs were done and {row.task_name} still waits"
            raise JobsDoNotEnd(message)
        await perform(JOBS[row.task_name], session, row.args)
        await session.flush()
        await session.execute(_FORGET, {"id": row.id})
        done += 1
    return done


async def _defer(session: AsyncSession, orders: Sequence[Order], queueing_lock: str | None = None) -> None:
    jobs = [
        {
            "place": place,
            "name": order.name,
            "args": order.args,
            "lock": order.lock,
            "queueing_lock": queueing_lock,
            "at": order.at and order.at.isoformat(),
        }
        for place, order in enumerate(orders)
    ]
    await session.execute(_DEFER, {"queue": QUEUE, "jobs": json.dumps(jobs)})
