"""The one reader of the log in each API process, from its start to its end."""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from deskbell.core.db import Database
from deskbell.events.reading import RETRY_SECONDS, LoggedEvent, end_of_log, follow
from deskbell.live.audience import hints_of
from deskbell.live.hub import Hub

HEARTBEAT_SECONDS = 15.0

Listener = Callable[[Sequence[LoggedEvent]], None]

log = structlog.get_logger(__name__)


async def start(app: FastAPI, *listeners: Listener) -> None:
    """Make the hub, and follow the log for it and for whoever else in this process listens."""
    app.state.hub = hub = Hub()
    app.state.live = (
        asyncio.create_task(run_hub(hub, app.state.database, listeners)),
        asyncio.create_task(keep_alive(hub)),
    )


async def stop(app: FastAPI) -> None:
    """End every stream and stop following."""
    app.state.hub.close()
    for task in app.state.live:
        task.cancel()
    await asyncio.gather(*app.state.live, return_exceptions=True)


async def run_hub(hub: Hub, database: Database, listeners: Sequence[Listener] = ()) -> None:
    """Hand out the log as it settles, for ever, from where it was left; waits out a database that is away."""
    while True:
        try:
            if hub.position is None:
                async with database.reader() as connection:
                    hub.begin(await end_of_log(connection))
            async for events in follow(database, hub.position):
                for listener in listeners:
                    listener(events)
                await _hand_out(hub, database, events)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("live.failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            log.exception("live.failed")  # the process's only follower: without it every screen goes stale
            await asyncio.sleep(RETRY_SECONDS)


async def keep_alive(hub: Hub, seconds: float | None = None) -> None:
    """One heartbeat for all, for ever."""
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS if seconds is None else seconds)
        hub.beat()


async def _hand_out(hub: Hub, database: Database, events: Sequence[LoggedEvent]) -> None:
    if hub.silent:
        hub.move(events[-1].position)
        return
    async with database.reader() as connection:
        hints = await hints_of(connection, events)
    hub.deliver(hints, events[-1].position)
