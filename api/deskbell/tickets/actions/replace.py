"""Giving tickets another status, priority or type, because theirs is deleted."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import StillUsed

BATCH = 500


async def replace(
    session: AsyncSession, actor: Actor, having: ColumnElement[bool], change: Callable[[Ticket], Event] | None
) -> None:
    """Change every ticket that has it, deleted ones too, and record each change.

    Their place in lists stays: nothing happened to them. Raises `StillUsed` without a `change`.
    """
    last = 0
    while tickets := await _next(session, having, last):
        if change is None:
            count = await session.scalar(select(func.count()).select_from(Ticket).where(having)) or 0
            raise StillUsed(f"{count} have it. Name in `move_to` what they get instead.", tickets=count)
        last = tickets[-1].id
        facts = []
        for ticket in tickets:
            ticket.version += 1
            facts.append(change(ticket))
        await session.flush()
        await record(session, actor, *facts)
        session.expunge_all()


async def _next(session: AsyncSession, having: ColumnElement[bool], last: int) -> Sequence[Ticket]:
    statement = select(Ticket).where(having, Ticket.id > last).order_by(Ticket.id).limit(BATCH)
    found = await session.scalars(
        statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    return found.all()
