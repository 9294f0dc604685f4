"""The dispatcher: the one reader of the log that turns events into work.

It runs in every worker; the one that holds the cursor's row leads, the others skip. Projections, the jobs of
reactions and the cursor are one transaction, so nothing is done twice or left out.
"""

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy import String, bindparam, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.db import Database
from deskbell.core.jobs import enqueue_all
from deskbell.core.prepared import Prepared
from deskbell.events.models import ParkedEvent
from deskbell.events.reading import BATCH, RETRY_SECONDS, LoggedEvent, Position, read_after
from deskbell.events.subscribing import Projection, Subscribers

READER = "dispatcher"
POLL_SECONDS = 0.05
GATHERING_SECONDS = 0.2
"""Between two batches: as long as the worker waits between two looks for jobs."""

_TAKE = text("select xid::text as xid, event_id from event_readers where name = :name for update skip locked")
_BEGIN = text("insert into event_readers (name, xid, event_id) values (:name, '0', 0) on conflict do nothing")
_MOVE = text("""
update event_readers set xid = cast(cast(:xid as text) as xid8), event_id = :id, moved_at = now()
where name = :name
""")
# The order makes PostgreSQL take the index; for `exists` alone it reads the whole log from its beginning.
_WAITING = Prepared(
    text("""
select exists (select from (
    select 1 from events
    where (xid, id) > (
        (select xid from event_readers where name = :name),
        (select event_id from event_readers where name = :name)
    )
    and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, id limit 1
) as next) as found
""").bindparams(bindparam("name", type_=String))
)
_LAG = text("""
select coalesce(extract(epoch from clock_timestamp() - (
    select events.at from events join event_readers as reader on reader.name = :name
    where (events.xid, events.id) > (reader.xid, reader.event_id)
    order by events.xid, events.id limit 1
)), 0)::float8
""")

log = structlog.get_logger(__name__)


async def dispatch_once(
    session: AsyncSession, subscribers: Subscribers, *, settled: bool = True, limit: int = BATCH
) -> int:
    """Dispatch the next batch in this transaction; how many events it held, 0 when another process leads.

    `settled=False` is for tests inside one transaction, which never sees itself as ended.
    """
    position = await _take_the_lead(session)
    if position is None:
        return 0
    events = await read_after(session, position, limit=limit, settled=settled)
    if not events:
        return 0
    for projection in subscribers.projections:
        await _project(session, projection, [event for event in events if projection.takes(event)])
    await enqueue_all(session, [order for each in subscribers.reactions for order in each.orders(events)])
    end = events[-1].position
    await session.execute(_MOVE, {"name": READER, "xid": str(end.xid), "id": end.id})
    return len(events)


async def run_dispatcher(database: Database, subscribers: Subscribers) -> None:
    """Dispatch for ever; waits out a database that is away."""
    ready = False
    while True:
        try:
            if not ready:
                await start_dispatcher(database)
                ready = True
            await _until_events_wait(database)
            async with database.session() as session:
                count = await dispatch_once(session, subscribers)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("dispatcher.failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        if count < BATCH:  # many writers make one batch, and few jobs, not some of each
            await asyncio.sleep(GATHERING_SECONDS if count else POLL_SECONDS)


async def event_lag_seconds(connection: AsyncConnection) -> float:
    """The age of the oldest event that is not dispatched yet; grows while a write transaction stays open."""
    lag: float = (await connection.execute(_LAG, {"name": READER})).scalar_one()
    return lag


async def start_dispatcher(database: Database) -> None:
    """Make the cursor, at the beginning of the log, unless it is there."""
    async with database.session() as session:
        await session.execute(_BEGIN, {"name": READER})


async def _until_events_wait(database: Database) -> None:
    """Look without a transaction: taking the lead writes, and an idle helpdesk should not."""
    while True:
        if (await _WAITING.all(database.reads, {"name": READER}))[0]["found"]:
            return
        await asyncio.sleep(POLL_SECONDS)


async def _take_the_lead(session: AsyncSession) -> Position | None:
    row = (await session.execute(_TAKE, {"name": READER})).one_or_none()
    return Position(int(row.xid), row.event_id) if row is not None else None


async def _project(session: AsyncSession, projection: Projection, events: Sequence[LoggedEvent]) -> None:
    """Hand over the batch; if it fails, its events one by one, so that only the culprit is parked."""
    if not events or await _accepted(session, projection, events) is None:
        return
    for event in events:
        error = await _accepted(session, projection, [event])
        if error is not None:
            log.error("dispatcher.parked", handler=projection.name, event_id=event.id, error=error)
            parked = insert(ParkedEvent).values(event_id=event.id, handler=projection.name, error=error)
            await session.execute(parked.on_conflict_do_nothing())


async def _accepted(
    session: AsyncSession, projection: Projection, batch: Sequence[LoggedEvent]
) -> str | None:
    """None when the handler took them; else all is undone: the error's type (its text may hold words)."""
    try:
        async with session.begin_nested():
            await projection.handler(session, batch)
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        return type(error).__name__
    return None
