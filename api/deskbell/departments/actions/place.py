"""Which department stands under which."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from deskbell.core.problems import ProblemError
from deskbell.departments.models import Department, DepartmentAncestor
from deskbell.departments.problems import CircularDepartments, NoSuchDepartment
from deskbell.departments.queries import system_lock_tree, system_stands_under

_Above = aliased(Department, name="above")
_first = (
    select(Department.id.label("department_id"), Department.parent_id.label("ancestor_id"))
    .where(Department.parent_id.is_not(None))
    .cte("pairs", recursive=True)
)
_PAIRS = _first.union(
    select(_first.c.department_id, _Above.parent_id)
    .join(_Above, _Above.id == _first.c.ancestor_id)
    .where(_Above.parent_id.is_not(None))
)


async def refuse_parent(session: AsyncSession, department_id: int | None, parent_id: int | None) -> None:
    """Raise unless the department may stand there; from here on nobody else changes the tree.

    Raises `NoSuchDepartment`, `CircularDepartments`.
    """
    if parent_id is None:
        return
    await system_lock_tree(session)
    if await session.get(Department, parent_id) is None:
        message = f"There is no department {parent_id}."
        raise NoSuchDepartment(errors=[ProblemError(pointer="/parent_id", message=message)])
    if department_id is None:
        return
    if parent_id == department_id or await system_stands_under(session, parent_id, department_id):
        message = "It stands under this department, or is this department."
        raise CircularDepartments(errors=[ProblemError(pointer="/parent_id", message=message)])


async def place(session: AsyncSession) -> None:
    """Write anew which department stands under which, however far; departments are few."""
    await system_lock_tree(session)
    await session.flush()
    await session.execute(delete(DepartmentAncestor))
    rows = select(_PAIRS.c.department_id, _PAIRS.c.ancestor_id)
    await session.execute(insert(DepartmentAncestor).from_select(["department_id", "ancestor_id"], rows))
