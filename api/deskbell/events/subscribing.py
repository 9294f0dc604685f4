"""Subscribers of the log: projections inside the dispatcher's transaction, reactions as jobs after it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.jobs import EVENT_IDS, Job, Order
from deskbell.events.event import Event
from deskbell.events.reading import LoggedEvent

Handler = Callable[[AsyncSession, Sequence[LoggedEvent]], Awaitable[None]]
Lock = Callable[[LoggedEvent], str | None]
Condition = Callable[[LoggedEvent], bool]
TOGETHER = 50


def ticket_lock(event: LoggedEvent) -> str | None:
    """Work about a ticket, one at a time, in the log's order; not for work that waits on the outside."""
    return f"ticket:{event.ticket_id}" if event.ticket_id else None


@dataclass(frozen=True, slots=True)
class Projection:
    """Keeps a table equal to what the log says: the events of these types, in batches, each exactly once.

    Without types, it is handed every event.
    """

    types: tuple[type[Event], ...] | None
    handler: Handler
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(kind.type for kind in self.types or ()))

    def takes(self, event: LoggedEvent) -> bool:
        """Whether the event is one of its types."""
        return self.types is None or event.type in self.names

    @property
    def name(self) -> str:
        """How it is called where parked events are listed."""
        return f"{self.handler.__module__}.{self.handler.__qualname__}"


@dataclass(frozen=True, slots=True)
class Reaction:
    """Starts work, called with `event_id`, for every event of these types: exactly once enqueued.

    Events that are dispatched together are one job, which is done as a whole; if it fails, each is tried by
    itself. With a lock, every event is a job of its own. An event that by itself shows that nothing would
    follow (`unless`) makes no work.
    """

    types: tuple[type[Event], ...]
    job: Job
    lock: Lock | None = None
    unless: Condition | None = None
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(kind.type for kind in self.types))

    def orders(self, events: Sequence[LoggedEvent]) -> list[Order]:
        """The work that these events make."""
        causes = [event for event in events if event.type in self.names]
        if self.unless is not None:
            causes = [event for event in causes if not self.unless(event)]
        if self.lock is None and not self.job.outside:
            return [orders_of(self.job.name, some) for some in batched([event.id for event in causes])]
        return [
            Order(self.job.name, {"event_id": event.id}, self.lock(event) if self.lock else None)
            for event in causes
        ]


def batched(numbers: Sequence[int]) -> list[Sequence[int]]:
    """At most `TOGETHER` at a time."""
    return [numbers[start : start + TOGETHER] for start in range(0, len(numbers), TOGETHER)]


def orders_of(name: str, numbers: Sequence[int]) -> Order:
    """One job for some events."""
    return Order(name, {"event_id": numbers[0]} if len(numbers) == 1 else {EVENT_IDS: list(numbers)})


@dataclass(frozen=True, slots=True)
class Subscribers:
    """All that follows from events, in the order in which it is done."""

    projections: tuple[Projection, ...] = ()
    reactions: tuple[Reaction, ...] = ()
