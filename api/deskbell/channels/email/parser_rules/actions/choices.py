"""What a parser rule may name: things that exist, and conditions of its phase."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.conditions import EARLY, Phase
from deskbell.channels.email.parser_rules.problems import ConditionTooEarly, UnknownChoice
from deskbell.core.problems import ProblemError
from deskbell.departments.models import Department
from deskbell.tickets.models import Label, Priority, TicketType
from deskbell.users.models import User

_NAMED: Final[Mapping[str, type[Department | Priority | TicketType | Label | User]]] = {
    "department_id": Department,
    "priority_id": Priority,
    "type_id": TicketType,
    "label_ids": Label,
    "follower_ids": User,
}


async def refuse_unknown(session: AsyncSession, chosen: Mapping[str, Any]) -> None:
    """Refuse numbers of things that do not exist. Raises `UnknownChoice`."""
    missing = []
    for name, model in _NAMED.items():
        value = chosen.get(name)
        wanted = set(value if isinstance(value, list) else [value]) - {None}
        if wanted and set(await session.scalars(select(model.id).where(model.id.in_(wanted)))) != wanted:
            missing.append(ProblemError(pointer=f"/{name}", message="There is no such thing."))
    if missing:
        raise UnknownChoice(errors=missing)


def refuse_early(phase: str, conditions: list[dict[str, Any]]) -> None:
    """Refuse to ask before reading for what is known after it only. Raises `ConditionTooEarly`."""
    message = "Take another field, or let the rule look after reading."
    wrong = [
        ProblemError(pointer=f"/conditions/{place}/field", message=message)
        for place, each in enumerate(conditions)
        if phase == Phase.before and each["field"] not in EARLY
    ]
    if wrong:
        raise ConditionTooEarly(errors=wrong)
