"""Departments for tests."""

from itertools import count

from deskbell.departments.models import Department, DepartmentAccess

NUMBERS = count(1)


async def make_department(session, *, name=None, is_default=False):
    """A department to which nobody has access."""
    department = Department(name=name or f"Department {next(NUMBERS)}", is_default=is_default)
    session.add(department)
    await session.flush()
    await session.refresh(department)
    return department


async def give(session, user, *departments):
    """Give an agent access to departments."""
    session.add_all(DepartmentAccess(user_id=user.id, department_id=each.id) for each in departments)
    await session.flush()
