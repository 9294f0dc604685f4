"""Statuses, priorities and types of tickets that no ticket has."""

from itertools import count
from types import SimpleNamespace

from sqlalchemy import select

from deskbell.tickets.models import Priority, Status, TicketType

NUMBERS = count(1)


async def make_vocabulary(session):
    """One more of each, by their numbers; and the numbers of all there are, in order."""
    number = next(NUMBERS)
    name = f"Spare {number}"
    status = Status(name=name, public_name=name, kind="on_hold", color="#4c6ef5", position=90 + number)
    priority = Priority(name=name, color="#4c6ef5", rank=-90 - number)
    kind = TicketType(name=name, position=90 + number)
    session.add_all([status, priority, kind])
    await session.flush()

    async def numbers(statement):
        return list(await session.scalars(statement))

    return SimpleNamespace(
        status=status.id,
        priority=priority.id,
        type=kind.id,
        statuses=await numbers(select(Status.id).order_by(Status.position)),
        priorities=await numbers(select(Priority.id).order_by(Priority.rank)),
        types=await numbers(select(TicketType.id).order_by(TicketType.position)),
    )
