"""The few small things that every ticket points to, held by each process for a short time.

The owner is `app.state.dimensions`. It is dropped when the log says that one of them changed, when a number
is met that it does not know, and after 30 s at most.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.db import Database
from deskbell.core.pagination import Ref
from deskbell.departments.models import Department
from deskbell.events.reading import LoggedEvent
from deskbell.teams.models import Team
from deskbell.tickets.dimension_schemas import LabelRead, PriorityRead, StatusRead, StatusRef
from deskbell.tickets.models import Label, Priority, Status, StatusKind, TicketType

LIFETIME_SECONDS = 30
DROPPED_BY = ("department.", "team.", "label.", "helpdesk.")


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Statuses, priorities, types, labels, departments and teams by number."""

    statuses: dict[int, StatusRead]
    status_refs: dict[int, StatusRef]
    public_status_refs: dict[int, StatusRef]
    priorities: dict[int, PriorityRead]
    types: dict[int, Ref]
    labels: dict[int, LabelRead]
    departments: dict[int, Ref]
    teams: dict[int, Ref]


class DimensionCache:
    """Keeps `Dimensions` of one process."""

    def __init__(self) -> None:
        """Start empty."""
        self._held: Dimensions | None = None
        self._until = 0.0

    async def get(self, database: Database) -> Dimensions:
        """The dimensions, read again when they are too old."""
        if self._held is not None and time.monotonic() < self._until:
            return self._held
        async with database.reader() as connection:
            self._held = held = await load(connection)
        self._until = time.monotonic() + LIFETIME_SECONDS
        return held

    def notice(self, events: Sequence[LoggedEvent]) -> None:
        """Read again when the log says that one of them changed."""
        if any(event.type.startswith(DROPPED_BY) for event in events):
            self.drop()

    def drop(self) -> None:
        """Read again at the next use."""
        self._held = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """The dimensions for one request."""

    cache: DimensionCache
    database: Database

    async def all(self) -> Dimensions:
        """Every dimension, at most 30 s old."""
        return await self.cache.get(self.database)

    async def covering(self, rows: Sequence[Row[Any]]) -> Dimensions:
        """The dimensions, read again when these rows of tickets name one that is not known yet."""
        known = await self.all()
        if all(_covers(known, row) for row in rows):
            return known
        self.cache.drop()
        return await self.all()


def _covers(known: Dimensions, row: Row[Any]) -> bool:
    return (
        row.status_id in known.statuses
        and row.department_id in known.departments
        and row.priority_id in known.priorities
        and (row.team_id is None or row.team_id in known.teams)
        and (row.type_id is None or row.type_id in known.types)
        and all(number in known.labels for number in row.label_ids)
    )


async def load(connection: AsyncConnection) -> Dimensions:
    """Read them all."""
    statuses = (await connection.execute(select(Status.__table__).order_by(Status.position))).all()
    priorities = (await connection.execute(select(Priority.__table__).order_by(Priority.rank.desc()))).all()
    labels = (await connection.execute(select(Label.__table__).order_by(Label.name))).all()
    return Dimensions(
        statuses={
            row.id: StatusRead(
                id=row.id,
                name=row.name,
                kind=StatusKind(row.kind),
                color=row.color,
                is_default=row.is_default,
            )
            for row in statuses
        },
        status_refs={row.id: _status_ref(row.id, row.name, row.kind, row.color) for row in statuses},
        public_status_refs={
            row.id: _status_ref(row.id, row.public_name, row.kind, row.color) for row in statuses
        },
        priorities={
            row.id: PriorityRead(id=row.id, name=row.name, color=row.color, rank=row.rank)
            for row in priorities
        },
        types=await _refs(connection, TicketType),
        labels={row.id: LabelRead(id=row.id, name=row.name, color=row.color) for row in labels},
        departments=await _refs(connection, Department),
        teams=await _refs(connection, Team),
    )


def _status_ref(number: int, name: str, kind: str, color: str) -> StatusRef:
    return StatusRef(id=number, name=name, kind=StatusKind(kind), color=color)


async def _refs(connection: AsyncConnection, table: type[TicketType | Department | Team]) -> dict[int, Ref]:
    rows = await connection.execute(select(table.id, table.name).order_by(table.name))
    return {row.id: Ref(id=row.id, name=row.name) for row in rows}


async def get_lookup(request: Request) -> Lookup:
    """The dimensions for a request; nothing is read before they are used."""
    return Lookup(request.app.state.dimensions, request.app.state.database)


KnownDimensions = Annotated[Lookup, Depends(get_lookup, scope="function")]
