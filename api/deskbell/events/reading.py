"""Following the log without a gap.

`id > last` would lose events of transactions that commit late: readers go by (xid, id), and only as far as
every transaction has ended (house.md section 5).
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ARRAY, BigInteger, BindParameter, RowMapping, String, bindparam, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.db import Database
from deskbell.core.prepared import Prepared, Source
from deskbell.events.event import TYPES, Event

BATCH = 500
POLL_SECONDS = 0.04
RETRY_SECONDS = 1.0

_EVENTS = """select id, xid::text as xid, at, type, actor_kind, actor_id, behind_id, subject_type, subject_id,
 ticket_id, data, root_id, cause_id, depth, request_id from events"""
_COLUMNS = f"{_EVENTS} where (xid, id) > (cast(cast(:xid as text) as xid8), :id)"
_PLACE: list[BindParameter[Any]] = [
    bindparam(name, type_=kind)
    for name, kind in {"xid": String, "id": BigInteger, "limit": BigInteger}.items()
]
_SETTLED = Prepared(
    text(
        f"{_COLUMNS} and xid < pg_snapshot_xmin(pg_current_snapshot())"
        " order by events.xid, events.id limit :limit"
    ).bindparams(*_PLACE)
)
_EVERYTHING = Prepared(text(f"{_COLUMNS} order by events.xid, events.id limit :limit").bindparams(*_PLACE))
_BETWEEN = text(
    f"{_EVENTS} where at >= :since and at < :until and type = any(:types) and id > :after"
    " order by id limit :limit"
).bindparams(bindparam("types", type_=ARRAY(String)))
_NOW = Prepared(text("select pg_snapshot_xmin(pg_current_snapshot())::text as xid"))

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the log; everything after it is not read yet."""

    xid: int
    id: int

    def __str__(self) -> str:
        """As it stands in `Last-Event-ID`."""
        return f"{self.xid}-{self.id}"


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event as a reader sees it."""

    position: Position
    at: datetime
    type: str
    actor_kind: str
    actor_id: int | None
    subject_type: str
    subject_id: int
    ticket_id: int | None
    data: dict[str, Any]
    depth: int
    behind_id: int | None = None

    @property
    def id(self) -> int:
        """The event's number."""
        return self.position.id

    @property
    def internal(self) -> bool:
        """Whether only agents may learn of it; a type that is not known any more counts as internal."""
        kind = TYPES.get(self.type)
        return kind is None or kind.internal

    def fact(self) -> Event:
        """The typed fact."""
        return TYPES[self.type].of(self.data)


async def read_after(
    source: Source,
    position: Position,
    *,
    limit: int = BATCH,
    settled: bool = True,
) -> list[LoggedEvent]:
    """The next events.

    `settled=False` is for tests inside one transaction, which never sees itself as ended.
    """
    statement = _SETTLED if settled else _EVERYTHING
    values = {"xid": str(position.xid), "id": position.id, "limit": limit}
    return [_event(row) for row in await statement.all(source, values)]


async def read_between(
    session: AsyncSession,
    since: datetime,
    until: datetime,
    *,
    types: Sequence[str],
    after: int,
    limit: int,
) -> list[LoggedEvent]:
    """Events of some types that were recorded in a time, by number; not for following."""
    values = {"since": since, "until": until, "types": list(types), "after": after, "limit": limit}
    return [_event(row) for row in (await session.execute(_BETWEEN, values)).mappings()]


async def end_of_log(source: Source) -> Position:
    """The place from which everything that is not settled yet will be seen."""
    return Position(int((await _NOW.all(source, {}))[0]["xid"]), 0)


async def follow(database: Database, start: Position | None = None) -> AsyncIterator[Sequence[LoggedEvent]]:
    """Batches of events as they settle, for ever; waits out a database that is away."""
    position = start
    while True:
        try:
            position = position or await end_of_log(database.reads)
            events = await read_after(database.reads, position)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("events.follow_failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        if events:
            position = events[-1].position
            yield events
        if len(events) < BATCH:  # many writers make one batch, not a question each
            await asyncio.sleep(POLL_SECONDS)


def _event(row: Mapping[str, Any] | RowMapping) -> LoggedEvent:
    return LoggedEvent(
        position=Position(int(row["xid"]), row["id"]),
        at=row["at"],
        type=row["type"],
        actor_kind=row["actor_kind"],
        actor_id=row["actor_id"],
        subject_type=row["subject_type"],
        subject_id=row["subject_id"],
        ticket_id=row["ticket_id"],
        data=row["data"],
        depth=row["depth"],
        behind_id=row["behind_id"],
    )
