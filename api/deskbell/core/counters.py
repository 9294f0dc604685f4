"""How many requests were answered, and how fast, counted by every API process in memory that all share.

The top process makes the memory before it forks; each process writes its own part only, so that nothing is
locked and nothing lost, and a process that is started again goes on counting where its forerunner ended.
"""

import asyncio
import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.routing import BaseRoute

from deskbell.core.db import Database

STATUSES: Final = (
    *(200, 201, 202, 204, 206, 301, 302, 303, 304, 307),
    *(400, 401, 403, 404, 405, 409, 410, 411, 412, 413, 415, 416, 422, 428, 429, 499),
    *(500, 501, 502, 503, 504, 507),
)
OTHER: Final = "other"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
UNKNOWN: Final = ("-", "-")
"""Route and method of what no route took."""

CELL_BYTES: Final = 8
LOOK_SECONDS: Final = 5.0
GAUGES: Final = ("pid", "changes_in_use", "changes_open", "reads_in_use", "reads_open")
_STATUS_CELLS: Final = len(STATUSES) + 1
_ROW_CELLS: Final = _STATUS_CELLS + len(BUCKETS) + 2
_PLACES: Final = {status: place for place, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one route and method, over all processes; `buckets` are not added up yet."""

    route: str
    method: str
    statuses: dict[str, int]
    buckets: Sequence[int]
    seconds: float


class Counters:
    """The shared memory, and the part of it that is this process's."""

    def __init__(self, routes: Iterable[BaseRoute], processes: int) -> None:
        """Make room for these routes and so many processes; in a fresh one everything is 0."""
        known = {
            (getattr(route, "path", "") or "-", method)
            for route in routes
            for method in getattr(route, "methods", None) or ("GET",)
        }
        self._rows = {key: row for row, key in enumerate([UNKNOWN, *sorted(known - {UNKNOWN})])}
        self._part = len(GAUGES) + len(self._rows) * _ROW_CELLS
        self._cells = memoryview(mmap.mmap(-1, max(1, processes) * self._part * CELL_BYTES)).cast("d")
        self._begin = 0
        self._processes = max(1, processes)

    def claim(self, number: int) -> None:
        """Write into this part from now on: each running process has another."""
        self._begin = number % self._processes * self._part
        self.tell("pid", os.getpid())

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        row = self._rows.get((route, method), 0)
        start = self._begin + len(GAUGES) + row * _ROW_CELLS
        self._cells[start + _PLACES.get(status, len(STATUSES))] += 1
        start += _STATUS_CELLS
        self._cells[start + bisect_left(BUCKETS, seconds)] += 1
        self._cells[start + len(BUCKETS) + 1] += seconds

    def tell(self, gauge: str, value: float) -> None:
        """Set a gauge of this process."""
        self._cells[self._begin + GAUGES.index(gauge)] = value

    def gauges(self) -> Iterator[tuple[int, dict[str, float]]]:
        """Number and gauges of every process that has begun."""
        for number in range(self._processes):
            begin = number * self._part
            values = dict(zip(GAUGES, self._cells[begin : begin + len(GAUGES)], strict=True))
            if values["pid"]:
                yield number, values

    def counted(self) -> Iterator[Counted]:
        """What was counted, of every route that was ever asked."""
        for (route, method), row in self._rows.items():
            cells = [sum(each) for each in zip(*self._parts_of(row), strict=True)]
            statuses = dict(zip((*map(str, STATUSES), OTHER), map(int, cells[:_STATUS_CELLS]), strict=True))
            if any(statuses.values()):
                yield Counted(
                    route,
                    method,
                    {status: count for status, count in statuses.items() if count},
                    [int(count) for count in cells[_STATUS_CELLS:-1]],
                    cells[-1],
                )

    def _parts_of(self, row: int) -> Iterator[Sequence[float]]:
        for number in range(self._processes):
            start = number * self._part + len(GAUGES) + row * _ROW_CELLS
            yield self._cells[start : start + _ROW_CELLS].tolist()


async def watch_connections(counters: Counters, database: Database) -> None:
    """Tell how many connections this process has, for ever; `in_use` of those that are `open`."""
    while True:
        pools = database.connections()
        for gauge, value in pools.items():
            counters.tell(gauge, value)
        await asyncio.sleep(LOOK_SECONDS)
