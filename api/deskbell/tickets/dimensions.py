"""The few small things that every ticket points to, held by each process for a short time.

The owner is `app.state.dimensions`. It is dropped when the log says that one of them changed, when a number
is met that it does not know, and after 30 s at most.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import ARRAY, BigInteger, func, select

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.db import Database
from deskbell.core.prepared import Prepared, Source
from deskbell.core.read_pool import Reads
from deskbell.departments.models import Department, DepartmentAudience
from deskbell.departments.naming import Place, is_open, named_for, places_of
from deskbell.events.reading import LoggedEvent
from deskbell.teams.models import Team
from deskbell.tickets.models import Label, Priority, Status, TicketType
from deskbell.user_groups.queries import groups_of_reader

LIFETIME_SECONDS = 30
_STATUSES = Prepared(select(Status.__table__).order_by(Status.position, Status.id))
_PRIORITIES = Prepared(select(Priority.__table__).order_by(Priority.rank.desc()))
_LABELS = Prepared(select(Label.__table__).order_by(Label.name))
_TYPES = Prepared(select(TicketType.id, TicketType.name).order_by(TicketType.position, TicketType.id))
_TEAMS = Prepared(select(Team.id, Team.name).order_by(Team.name))
_AUDIENCE = select(DepartmentAudience.group_id).where(DepartmentAudience.department_id == Department.id)
_DEPARTMENTS = Prepared(
    select(
        Department.id,
        Department.name,
        Department.parent_id,
        Department.is_public,
        func.array(_AUDIENCE.scalar_subquery(), type_=ARRAY(BigInteger)).label("group_ids"),
    ).order_by(Department.name)
)
DROPPED_BY = ("department.", "team.", "label.", "helpdesk.", "status.", "priority.", "ticket_type.")


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Statuses, priorities, types, labels, departments and teams by number, as they are answered.

    `told_departments`: by the names that a reader may be told of; all, unless `Lookup.told` narrowed them.
    """

    statuses: dict[int, Members]
    status_refs: dict[int, Members]
    public_status_refs: dict[int, Members]
    priorities: dict[int, Members]
    priority_choices: dict[int, Members]
    types: dict[int, Members]
    labels: dict[int, Members]
    departments: dict[int, Members]
    teams: dict[int, Members]
    places: dict[int, Place]
    told_departments: Mapping[int, Members | None]


class DimensionCache:
    """Keeps `Dimensions` of one process."""

    def __init__(self) -> None:
        """Start empty."""
        self._held: Dimensions | None = None
        self._until = 0.0
        self._loading = asyncio.Lock()

    async def get(self, reads: Reads) -> Dimensions:
        """The dimensions, read again when they are too old, by one request for all that wait.

        By the pool of reads: whoever asks may hold a connection of the other pool already.
        """
        if self._held is None or time.monotonic() >= self._until:
            async with self._loading:
                if self._held is None or time.monotonic() >= self._until:
                    self._held = await load(reads)
                    self._until = time.monotonic() + LIFETIME_SECONDS
                return self._held
        return self._held

    async def renew(self, reads: Reads) -> Dimensions:
        """The dimensions as they are at this moment; held from now on."""
        self._held = held = await load(reads)
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
        return await self.cache.get(self.database.reads)

    async def now(self) -> Dimensions:
        """Every dimension as it is now, for the lists of them: whoever has just changed one looks again."""
        return await self.cache.renew(self.database.reads)

    async def told(self, source: Source, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> Dimensions:
        """`covering`, with departments by the names that the actor may be told of (`named_for`)."""
        known = await self.covering(rows)
        numbers = {row["department_id"] for row in rows}
        if actor.is_staff or all(is_open(known.places, number) for number in numbers):
            return known
        groups = await groups_of_reader(source, actor)
        named = {number: named_for(known.places, number, groups) for number in numbers}
        told = {number: known.departments.get(place or 0) for number, place in named.items()}
        return replace(known, told_departments=told)

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


async def load(reads: Reads) -> Dimensions:
    """Read them all."""
    statuses = [dict(row) for row in await _STATUSES.all(reads, {})]
    priorities, departments = await _PRIORITIES.all(reads, {}), await _DEPARTMENTS.all(reads, {})
    named = _by_number(departments, "name")
    public = [row | {"name": row["public_name"]} for row in statuses]
    return Dimensions(
        statuses=_by_number(statuses, "name", "public_name", "kind", "color", "is_default"),
        status_refs=_by_number(statuses, "name", "kind", "color"),
        public_status_refs=_by_number(public, "name", "kind", "color"),
        priorities=_by_number(priorities, "name", "color", "rank"),
        priority_choices=_by_number(priorities, "name", "color", "rank", "is_default"),
        types=_by_number(await _TYPES.all(reads, {}), "name"),
        labels=_by_number(await _LABELS.all(reads, {}), "name", "color"),
        departments=named,
        told_departments=named,
        teams=_by_number(await _TEAMS.all(reads, {}), "name"),
        places=places_of(departments),
    )


def _by_number(rows: Sequence[Mapping[str, Any]], *members: str) -> dict[int, Members]:
    return {row["id"]: {name: row[name] for name in ("id", *members)} for row in rows}


async def get_lookup(request: Request) -> Lookup:
    """The dimensions for a request; nothing is read before they are used."""
    return Lookup(request.app.state.dimensions, request.app.state.database)


KnownDimensions = Annotated[Lookup, Depends(get_lookup, scope="function")]
