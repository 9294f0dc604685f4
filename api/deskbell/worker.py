"""The worker: one process that dispatches the log, does the jobs, carries mail and delivers webhooks."""

import asyncio
import signal

import structlog
import uvloop
from sqlalchemy.exc import SQLAlchemyError

from deskbell.channels.email.inbound.work import run_inbound
from deskbell.channels.email.outbox.sender import run_sender
from deskbell.channels.email.polling.work import run_poller
from deskbell.core.config import Settings
from deskbell.core.db import Database, open_database
from deskbell.core.job_worker import do_jobs
from deskbell.core.logs import configure_logs
from deskbell.events.dispatcher import event_lag_seconds, run_dispatcher
from deskbell.subscribers import SUBSCRIBERS, schedule_sweeps
from deskbell.webhooks.deliverer import run_deliveries

ENDING_SECONDS = 4.5
LAG_SECONDS = 30.0
LONGEST_LAG_SECONDS = 5.0

log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then end what is at work, within 5 seconds."""
    configure_logs(settings.log_level, settings.log_format)
    schedule_sweeps(settings)
    uvloop.run(_run_until_told(settings))


async def _run_until_told(settings: Settings) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    database = open_database(settings)
    try:
        await work(database, settings, told)
    finally:
        await database.close()


async def work(database: Database, settings: Settings, told: asyncio.Event) -> None:
    """Dispatch, do jobs, carry mail until told; a part that fails ends all: our starter starts us again."""
    log.info("worker.started", concurrency=settings.worker_concurrency)
    parts = [
        asyncio.create_task(run_dispatcher(database, SUBSCRIBERS)),
        asyncio.create_task(do_jobs(database, settings)),
        asyncio.create_task(run_inbound(database, settings)),
        asyncio.create_task(run_poller(database, settings)),
        asyncio.create_task(run_sender(database, settings)),
        asyncio.create_task(run_deliveries(database, settings)),
        asyncio.create_task(_watch_the_lag(database)),
    ]
    waiting = asyncio.create_task(told.wait())
    done, _ = await asyncio.wait([waiting, *parts], return_when=asyncio.FIRST_COMPLETED)
    left = {waiting, *parts}
    while left:  # more than once: a part may lose a cancellation that comes just as what it waits for ends
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=ENDING_SECONDS)
    for task in done - {waiting}:
        task.result()
    log.info("worker.stopped")


async def _watch_the_lag(database: Database) -> None:
    """Log the gauge `event_lag_seconds`, loudly when the log is held up."""
    while True:
        await asyncio.sleep(LAG_SECONDS)
        try:
            async with database.reader() as connection:
                lag = await event_lag_seconds(connection)
        except (SQLAlchemyError, OSError) as error:
            log.warning("worker.lag_unknown", error=type(error).__name__)
            continue
        say = log.warning if lag > LONGEST_LAG_SECONDS else log.debug
        say("worker.event_lag", event_lag_seconds=round(lag, 3))
