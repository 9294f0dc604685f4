"""What a mailbox may name: departments, priorities and types that exist."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.problems import UnknownChoice
from deskbell.core.problems import ProblemError
from deskbell.departments.models import Department
from deskbell.tickets.models import Priority, TicketType

_NAMED: dict[str, type[Department | Priority | TicketType]] = {
    "department_id": Department,
    "priority_id": Priority,
    "type_id": TicketType,
}


async def refuse_unknown(session: AsyncSession, chosen: dict[str, object]) -> None:
    """Refuse numbers of things that do not exist. Raises `UnknownChoice`."""
    asked = {name: chosen[name] for name in _NAMED if chosen.get(name) is not None}
    if not asked:
        return
    found = select(*(exists().where(_NAMED[name].id == number).label(name) for name, number in asked.items()))
    known = (await session.execute(found)).mappings().one()
    missing = [name for name in asked if not known[name]]
    if missing:
        message = "There is no such thing."
        raise UnknownChoice(errors=[ProblemError(pointer=f"/{name}", message=message) for name in missing])
