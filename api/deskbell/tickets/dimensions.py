"""The few small things that every ticket points to, held by each process for a short time.

The owner is `app.state.dimensions`. It is dropped when the log says that one of them changed, when a number
is met that it does not know, and after 30 s at most.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.answers import Members
from deskbell.core.db import Database
from deskbell.departments.models import Department
from deskbell.events.reading import LoggedEvent
from deskbell.teams.models import Team
from deskbell.tickets.models import Label, Priority, Status, TicketType

LIFETIME_SECONDS = 30
DROPPED_BY = ("department.", "team.", "label.", "helpdesk.")


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Statuses, priorities, types, labels, departments and teams by number, as they are answered."""

    statuses: dict[int, Members]
    status_refs: dict[int, Members]
    public_status_refs: dict[int, Members]
    priorities: dict[int, Members]
    types: dict[int, Members]
    labels: dict[int, Members]
    departments: dict[int, Members]
    teams: dict[int, Members]


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

    async def covering(self, rows: Sequence[Mapping[str, Any]]) -> Dimensions:
        """The dimensions, read again when these rows of tickets name one that is not known yet."""
        known = await self.all()
        if all(_covers(known, row) for row in rows):
            return known
        self.cache.drop()
        return await self.all()


def _covers(known: Dimensions, row: Mapping[str, Any]) -> bool:
    team, kind = row["team_id"], row["type_id"]
    return (
        row["status_id"] in known.statuses
        and row["department_id"] in known.departments
        and row["priority_id"] in known.priorities
        and (team is None or team in known.teams)
        and (kind is None or kind in known.types)
        and known.labels.keys() >= set(row["label_ids"])
    )


async def load(connection: AsyncConnection) -> Dimensions:
    """Read them all."""
    statuses = await _rows(connection, select(Status.__table__).order_by(Status.position))
    priorities = await _rows(connection, select(Priority.__table__).order_by(Priority.rank.desc()))
    labels = await _rows(connection, select(Label.__table__).order_by(Label.name))
    return Dimensions(
        statuses=_by_number(statuses, "name", "kind", "color", "is_default"),
        status_refs=_by_number(statuses, "name", "kind", "color"),
        public_status_refs=_by_number(
            [{**row, "name": row["public_name"]} for row in statuses], "name", "kind", "color"
        ),
        priorities=_by_number(priorities, "name", "color", "rank"),
        types=_by_number(await _named(connection, TicketType), "name"),
        labels=_by_number(labels, "name", "color"),
        departments=_by_number(await _named(connection, Department), "name"),
        teams=_by_number(await _named(connection, Team), "name"),
    )


def _by_number(rows: Sequence[Mapping[str, Any]], *members: str) -> dict[int, Members]:
    return {row["id"]: {name: row[name] for name in ("id", *members)} for row in rows}


async def _named(
    connection: AsyncConnection, table: type[TicketType | Department | Team]
) -> Sequence[Mapping[str, Any]]:
    return await _rows(connection, select(table.id, table.name).order_by(table.name))


async def _rows(
    connection: AsyncConnection, statement: Select[*tuple[Any, ...]]
) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in (await connection.execute(statement)).mappings()]


async def get_lookup(request: Request) -> Lookup:
    """The dimensions for a request; nothing is read before they are used."""
    return Lookup(request.app.state.dimensions, request.app.state.database)


KnownDimensions = Annotated[Lookup, Depends(get_lookup, scope="function")]
