"""Deleting a department."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.departments.events import DepartmentDeleted
from deskbell.departments.models import Department
from deskbell.departments.problems import DefaultDepartment, DepartmentInUse
from deskbell.departments.queries import system_department_for_update
from deskbell.events.record import record


async def delete_department(session: AsyncSession, actor: Actor, department_id: int) -> None:
    """Delete a department in which no ticket stands; no person goes with it.

    Raises `NotFound`, `DefaultDepartment`, `DepartmentInUse`.
    """
    department = await system_department_for_update(session, department_id)
    if department is None:
        raise NotFound
    if department.is_default:
        raise DefaultDepartment
    try:
        async with session.begin_nested():
            await session.execute(delete(Department).where(Department.id == department_id))
    except IntegrityError:
        raise DepartmentInUse from None
    await record(session, actor, DepartmentDeleted(department_id=department_id))
