"""Renaming a department."""

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound, ProblemError
from deskbell.departments.events import DepartmentChanged
from deskbell.departments.models import Department
from deskbell.departments.problems import DepartmentNameTaken
from deskbell.departments.queries import system_department_for_update
from deskbell.events.record import record


async def rename_department(
    session: AsyncSession, actor: Actor, department_id: int, name: str | None
) -> Department:
    """Give the department another name; none, or its own, changes nothing. Raises `DepartmentNameTaken`."""
    department = await system_department_for_update(session, department_id)
    if department is None:
        raise NotFound
    if name is None or name == department.name:
        return department
    try:
        async with session.begin_nested():
            department.name, department.updated_at = name, datetime.now(UTC)
    except IntegrityError:
        raise DepartmentNameTaken(
            errors=[ProblemError(pointer="/name", message="Another department has this name.")]
        ) from None
    await record(session, actor, DepartmentChanged(department_id=department.id, fields=["name"]))
    return department
