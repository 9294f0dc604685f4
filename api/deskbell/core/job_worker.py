"""Doing the jobs: Procrastinate's worker on the table that `core.jobs` writes to.

It polls, because a notification inside the transactions that enqueue would hold up all of them. Its own
connections are psycopg's, few and for single statements; a job works on ours, in one transaction.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from psycopg_pool import AsyncConnectionPool

from deskbell.core.config import Settings
from deskbell.core.db import Database, plain_url
from deskbell.core.jobs import EVENT_IDS, JOBS, QUEUE, Job, Order, enqueue_all, perform, singles
from deskbell.core.outbound import Outbound

POLL_SECONDS = 0.2
RETRY_SECONDS = 1.0
PATIENCE_SECONDS = 5.0
GRACE_SECONDS = 4.0
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
RESCUE_SECONDS = 5.0
MOST_RESCUES = 10

log = structlog.get_logger(__name__)


async def do_jobs(database: Database, settings: Settings) -> None:
    """Do jobs until cancelled, then end those at work; waits out a database that is away."""
    outbound = Outbound(settings.private_networks)
    try:
        while True:
            try:
                await _work(database, outbound, settings)
            except (ProcrastinateException, psycopg.Error) as error:
                log.warning("jobs.failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
    finally:
        await outbound.close()


class Outcomes(JobManager):
    """The queue's rows; `lost` is set when an outcome could not be written.

    Such a job would be at work for as long as its worker lives, so the worker has to end.
    """

    def __init__(self, connector: BaseConnector) -> None:
        """Take Procrastinate's connections."""
        super().__init__(connector)
        self.lost = asyncio.Event()

    async def finish_job(self, job: QueuedJob, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - theirs
        """Write that the job has ended."""
        with self._noticing():
            await super().finish_job(job, status, delete_job)

    async def retry_job(
        self,
        job: QueuedJob,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Write that the job is to be done again."""
        with self._noticing():
            await super().retry_job(job, retry_at, priority, queue, lock)

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            log.warning("jobs.outcome_lost", error=type(error).__name__)
            self.lost.set()
            raise


async def rescue_stalled(app: App, *, seconds: float = STALLED_SECONDS) -> int:
    """Give back the jobs of workers whose heart has stopped; without this they would be at work for ever.

    A job that was given back too often ends the worker itself, so it counts as failed.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        if job.attempts >= MOST_RESCUES:
            log.error("jobs.given_up", job=job.task_name, job_id=job.id)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            log.warning("jobs.rescued", job=job.task_name, job_id=job.id)
            await app.job_manager.retry_job(job)
    return len(stalled)


def queue_app(database: Database, outbound: Outbound) -> App:
    """Procrastinate's view of the registered jobs; fresh for each connection to the database."""
    app = App(connector=PsycopgConnector())
    for kind in JOBS.values():
        alone = kind.name if kind.cron else None
        retry = RetryStrategy(max_attempts=kind.retries, exponential_wait=2)
        task = app.task(name=kind.name, queue=QUEUE, retry=retry, lock=alone, queueing_lock=alone)(
            _runner(database, outbound, kind)
        )
        if kind.cron:
            app.periodic(cron=kind.cron)(task)
    return app


async def _work(database: Database, outbound: Outbound, settings: Settings) -> None:
    address = settings.database_direct_url or settings.database_url
    if address is None:
        message = "database_url is not set"
        raise ValueError(message)
    pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] = AsyncConnectionPool(
        plain_url(address),
        kwargs={"autocommit": True, "application_name": "deskbell worker"},
        min_size=1,
        max_size=2,
        num_workers=1,
        timeout=PATIENCE_SECONDS,
        check=AsyncConnectionPool.check_connection,  # a restart of the database cuts those that wait
        open=False,
    )
    async with pool:
        await pool.wait(PATIENCE_SECONDS)
        app = queue_app(database, outbound)
        app.job_manager = outcomes = Outcomes(app.connector)
        async with app.open_async(pool):
            _end_if_cancelled()
            parts = [
                asyncio.create_task(_run(app, settings.worker_concurrency)),
                asyncio.create_task(_rescue_for_ever(app)),
                asyncio.create_task(outcomes.lost.wait()),
            ]
            try:
                done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for part in parts:
                    part.cancel()
                await asyncio.gather(*parts, return_exceptions=True)
            for part in done:
                part.result()


def _end_if_cancelled() -> None:
    """Python 3.11's `wait_for`, by which the pool waits, loses a cancellation that comes just as it ends."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def _run(app: App, concurrency: int) -> None:
    await app.run_worker_async(
        concurrency=concurrency,
        listen_notify=False,
        fetch_job_polling_interval=POLL_SECONDS,
        abort_job_polling_interval=RESCUE_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        install_signal_handlers=False,
    )


async def _rescue_for_ever(app: App) -> None:
    while True:
        try:
            await rescue_stalled(app)
        except (ProcrastinateException, psycopg.Error) as error:
            log.warning("jobs.rescue_failed", error=type(error).__name__)
        await asyncio.sleep(RESCUE_SECONDS)


def _runner(database: Database, outbound: Outbound, kind: Job) -> Callable[..., Coroutine[Any, Any, None]]:
    async def run(**args: Any) -> None:  # noqa: ANN401 - the JSON arguments of any job
        if kind.cron:
            args.pop("timestamp", None)
        if kind.outside:
            await kind.work(database, outbound, **args)
            return
        try:
            async with database.session() as session:
                await perform(kind, session, args)
        except Exception as error:
            if EVENT_IDS not in args:
                raise
            log.warning("jobs.parted", job=kind.name, error=type(error).__name__)
            async with database.session() as session:
                await enqueue_all(session, [Order(kind.name, each) for each in singles(args)])

    return run
