"""Changing a department."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import ProblemError
from deskbell.departments.actions.place import place, refuse_parent
from deskbell.departments.events import DepartmentChanged, DepartmentMoved
from deskbell.departments.models import Department
from deskbell.departments.problems import DefaultDepartment, DepartmentNameTaken
from deskbell.departments.queries import system_department_for_update
from deskbell.departments.schemas import DepartmentUpdate
from deskbell.events.event import Event
from deskbell.events.record import record

_FIELDS: tuple[Literal["name", "for_tickets", "for_chat", "is_public"], ...] = (
    "name",
    "for_tickets",
    "for_chat",
    "is_public",
)


async def change_department(
    session: AsyncSession, actor: Actor, department_id: int, wanted: DepartmentUpdate, seen: int | None
) -> Department:
    """Change what is named; what is the same already changes nothing.

    Raises `NotFound`, `StaleVersion`, `DepartmentNameTaken`, `DefaultDepartment`, `NoSuchDepartment`,
    `CircularDepartments`.
    """
    department = as_seen(await system_department_for_update(session, department_id), seen)
    given = wanted.model_dump(include={*map(str, _FIELDS)}, exclude_none=True)
    fields = [name for name in _FIELDS if name in given and given[name] != getattr(department, name)]
    if department.is_default and given.get("for_tickets") is False:
        raise DefaultDepartment("Tickets that have no other place stand in it.")
    facts: list[Event] = []
    if fields:
        await _set(session, department, {name: given[name] for name in fields})
        facts.append(DepartmentChanged(department_id=department.id, fields=fields))
    if "parent_id" in wanted.model_fields_set and wanted.parent_id != department.parent_id:
        facts.append(await _move(session, department, wanted.parent_id))
    if facts:
        department.version, department.updated_at = department.version + 1, datetime.now(UTC)
        await session.flush()
        await record(session, actor, *facts)
    return department


async def _set(session: AsyncSession, department: Department, values: dict[str, object]) -> None:
    try:
        async with session.begin_nested():
            for name, value in values.items():
                setattr(department, name, value)
    except IntegrityError:
        raise DepartmentNameTaken(
            errors=[ProblemError(pointer="/name", message="Another department has this name.")]
        ) from None


async def _move(session: AsyncSession, department: Department, parent_id: int | None) -> DepartmentMoved:
    await refuse_parent(session, department.id, parent_id)
    before, department.parent_id = department.parent_id, parent_id
    await place(session)
    return DepartmentMoved(department_id=department.id, before=before, after=parent_id)
