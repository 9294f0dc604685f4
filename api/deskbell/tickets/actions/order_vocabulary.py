"""What statuses, priorities and types have in common: names of their own, and an order."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.problems import ProblemError
from deskbell.tickets.models import Priority, Status, TicketType
from deskbell.tickets.problems import NameTaken, UnknownReference

T = TypeVar("T", Status, Priority, TicketType)


async def refuse_taken_name(session: AsyncSession, kind: type[T], name: str, *, but: int = 0) -> None:
    """Raise `NameTaken`. Changes of one kind are made one at a time, so that no two take a name."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(kind.__tablename__))))
    same = select(kind.id).where(func.lower(kind.name) == func.lower(name), kind.id != but)
    if await session.scalar(same) is not None:
        raise NameTaken(errors=[ProblemError(pointer="/name", message="There is one of this name already.")])


async def in_order(session: AsyncSession, kind: type[T], ids: Sequence[int]) -> list[T]:
    """All rows of a kind in the order of these numbers. Raises unless each is named once."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(kind.__tablename__))))
    found = {row.id: row for row in await session.scalars(select(kind).with_for_update())}
    if sorted(ids) != sorted(found):
        message = "Name each of them exactly once; load the list again."
        raise UnknownReference(errors=[ProblemError(pointer="/ids", message=message)])
    return [found[number] for number in ids]
