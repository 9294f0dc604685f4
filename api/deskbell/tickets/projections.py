"""What tickets keep from the log: open counts of departments."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.events.reading import LoggedEvent
from deskbell.tickets.events import (
    TicketCreated,
    TicketDeleted,
    TicketDepartmentChanged,
    TicketRestored,
    TicketStatusChanged,
)
from deskbell.tickets.figures.models import DepartmentOpenCount
from deskbell.tickets.models import LIVING, OPEN, Ticket

COUNTED = (TicketCreated, TicketStatusChanged, TicketDepartmentChanged, TicketDeleted, TicketRestored)


async def count_open(session: AsyncSession, events: Sequence[LoggedEvent]) -> None:
    """Projection: add the changes that the events made to the open counts of departments."""
    changes: Counter[int] = Counter()
    for event in events:
        for department_id, change in _changes(event):
            changes[department_id] += change
    rows = [
        {"department_id": number, "open_tickets": change}
        for number, change in sorted(changes.items())
        if change
    ]
    if not rows:
        return
    added = insert(DepartmentOpenCount).values(rows)
    summed = DepartmentOpenCount.open_tickets + added.excluded.open_tickets
    await session.execute(
        added.on_conflict_do_update(index_elements=["department_id"], set_={"open_tickets": summed})
    )


def _changes(event: LoggedEvent) -> list[tuple[int, int]]:
    """(department, change) for one event."""
    fact = event.fact()
    match fact:
        case TicketCreated(open=True) | TicketRestored(open=True):
            return [(fact.department_id, 1)]
        case TicketDeleted(open=True):
            return [(fact.department_id, -1)]
        case TicketStatusChanged():
            return [(fact.department_id, int(fact.open_after) - int(fact.open_before))]
        case TicketDepartmentChanged(open=True):
            return [(fact.before, -1), (fact.after, 1)]
        case _:
            return []


async def system_recount_open(session: AsyncSession) -> None:
    """Count again from the tickets themselves, after an import that left no events."""
    await session.execute(delete(DepartmentOpenCount))
    counted = (
        select(Ticket.department_id, func.count())
        .where(text(f"{LIVING} and {OPEN}"))
        .group_by(Ticket.department_id)
    )
    await session.execute(insert(DepartmentOpenCount).from_select(["department_id", "open_tickets"], counted))
