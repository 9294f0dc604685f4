"""Saying which groups may choose a department, a type or a priority."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.departments.events import DepartmentAudienceChanged
from deskbell.departments.models import Department, DepartmentAudience
from deskbell.events.event import Event
from deskbell.tickets.choices.events import PriorityAudienceChanged, TicketTypeAudienceChanged
from deskbell.tickets.choices.models import PriorityAudience, TicketTypeAudience
from deskbell.tickets.models import Priority, TicketType
from deskbell.user_groups.audiences.actions.set_audience import set_audience

Thing = type[Department] | type[TicketType] | type[Priority]


async def let_choose_department(
    session: AsyncSession, actor: Actor, department_id: int, group_ids: Sequence[int], seen: int | None = None
) -> None:
    """Let exactly these groups choose the department. Raises `NotFound`, `NoSuchGroup`, `StaleVersion`."""

    def told(before: list[int], after: list[int]) -> Event:
        return DepartmentAudienceChanged(department_id=department_id, before=before, after=after)

    await _locked(session, Department, department_id)
    await set_audience(session, actor, DepartmentAudience.department_id, department_id, group_ids, told, seen)


async def let_choose_type(
    session: AsyncSession,
    actor: Actor,
    ticket_type_id: int,
    group_ids: Sequence[int],
    seen: int | None = None,
) -> None:
    """Let exactly these groups choose the type. Raises `NotFound`, `NoSuchGroup`, `StaleVersion`."""

    def told(before: list[int], after: list[int]) -> Event:
        return TicketTypeAudienceChanged(ticket_type_id=ticket_type_id, before=before, after=after)

    await _locked(session, TicketType, ticket_type_id)
    await set_audience(
        session, actor, TicketTypeAudience.ticket_type_id, ticket_type_id, group_ids, told, seen
    )


async def let_choose_priority(
    session: AsyncSession, actor: Actor, priority_id: int, group_ids: Sequence[int], seen: int | None = None
) -> None:
    """Let exactly these groups choose the priority. Raises `NotFound`, `NoSuchGroup`, `StaleVersion`."""

    def told(before: list[int], after: list[int]) -> Event:
        return PriorityAudienceChanged(priority_id=priority_id, before=before, after=after)

    await _locked(session, Priority, priority_id)
    await set_audience(session, actor, PriorityAudience.priority_id, priority_id, group_ids, told, seen)


async def _locked(session: AsyncSession, kind: Thing, number: int) -> None:
    if await session.get(kind, number, with_for_update={"key_share": True}) is None:
        raise NotFound
