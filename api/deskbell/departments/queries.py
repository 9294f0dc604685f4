"""Reading departments and the access to them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.departments.events import Access
from deskbell.departments.models import Department, DepartmentAccess, DepartmentAncestor
from deskbell.departments.schemas import (
    DepartmentAccessRead,
    DepartmentHolderRead,
    DepartmentRead,
    DepartmentStaffRead,
    UserDepartments,
)
from deskbell.permissions.models import AgentGroup, AgentGroupDepartment
from deskbell.permissions.queries import system_version_of
from deskbell.users.models import User

TREE_LOCK = 0x7EE5  # any number that no other advisory lock has
_COLUMNS = tuple(getattr(Department, name) for name in DepartmentRead.model_fields)


def visible_to(actor: Actor) -> Select[Department]:
    """The departments that an actor may know of: for agents all, as tickets are moved into any."""
    return select(Department).where(true() if actor.is_staff else false())


async def all_departments(connection: AsyncConnection, actor: Actor) -> list[DepartmentRead]:
    """Every department, the default one first, then by name."""
    statement = select(*_COLUMNS).where(true() if actor.is_staff else false())
    rows = await connection.execute(statement.order_by(Department.is_default.desc(), Department.name))
    return [DepartmentRead.model_validate(dict(row)) for row in rows.mappings()]


async def access_of(
    connection: AsyncConnection | AsyncSession, actor: Actor, user_id: int
) -> UserDepartments:
    """The departments that an account has access to by itself; only admins may ask about others."""
    mine = actor.level >= Level.admin or actor.user_id == user_id
    given = await system_access_of(connection, user_id) if mine else []
    return UserDepartments(
        department_ids=[each.department_id for each in given if each.access == "full"],
        departments=[DepartmentAccessRead(**each.model_dump()) for each in given],
        version=await system_version_of(connection, user_id),
    )


async def staff_of(connection: AsyncConnection, actor: Actor, department_id: int) -> DepartmentStaffRead:
    """Who has access to a department, for admins. Raises `NotFound`."""
    known = select(Department.id).where(Department.id == department_id, _for_admins(actor))
    if await connection.scalar(known) is None:
        raise NotFound
    own, by_group = DepartmentAccess, AgentGroupDepartment
    people = select(User.id, User.name, own.department_id, own.access, own.with_children).join(
        User, User.id == own.user_id
    )
    groups = select(
        AgentGroup.id, AgentGroup.name, by_group.department_id, by_group.access, by_group.with_children
    ).join(AgentGroup, AgentGroup.id == by_group.group_id)
    return DepartmentStaffRead(
        people=await _holders(connection, people.where(_reaches(own, department_id)).order_by(User.name)),
        groups=await _holders(
            connection, groups.where(_reaches(by_group, department_id)).order_by(AgentGroup.name)
        ),
    )


def _for_admins(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.level >= Level.admin else false()


def _reaches(
    given: type[DepartmentAccess] | type[AgentGroupDepartment], department_id: int
) -> ColumnElement[bool]:
    """Whether an access is given at the department, or above it with all below."""
    over = select(DepartmentAncestor.ancestor_id).where(DepartmentAncestor.department_id == department_id)
    return (given.department_id == department_id) | (given.with_children & given.department_id.in_(over))


async def _holders(
    connection: AsyncConnection, statement: Select[*tuple[Any, ...]]
) -> list[DepartmentHolderRead]:
    rows = await connection.execute(statement)
    return [DepartmentHolderRead.model_validate(dict(row)) for row in rows.mappings()]


async def system_access_of(connection: AsyncConnection | AsyncSession, user_id: int) -> list[Access]:
    """The departments that an account has access to by itself, in order."""
    columns = (DepartmentAccess.department_id, DepartmentAccess.access, DepartmentAccess.with_children)
    statement = select(*columns).where(DepartmentAccess.user_id == user_id)
    rows = await connection.execute(statement.order_by(DepartmentAccess.department_id))
    return [Access.model_validate(dict(row)) for row in rows.mappings()]


async def system_department_for_update(session: AsyncSession, department_id: int) -> Department | None:
    """A department as it is now, locked against other changes."""
    return await session.get(Department, department_id, with_for_update=True, populate_existing=True)


async def system_lock_tree(session: AsyncSession) -> None:
    """Let one transaction at a time change which department stands under which; held until its end."""
    await session.execute(select(func.pg_advisory_xact_lock(TREE_LOCK)))


async def system_stands_under(session: AsyncSession, department_id: int, above_id: int) -> bool:
    """Whether a department stands under another one, however far."""
    found = select(DepartmentAncestor.department_id).where(
        DepartmentAncestor.department_id == department_id, DepartmentAncestor.ancestor_id == above_id
    )
    return await session.scalar(found) is not None


async def system_default_department(connection: AsyncConnection | AsyncSession) -> int | None:
    """The department that takes what has no other place; none before the helpdesk is set up."""
    return await connection.scalar(select(Department.id).where(Department.is_default))


async def system_department_ids(connection: AsyncConnection | AsyncSession) -> list[int]:
    """Every department's number."""
    return [row.id for row in await connection.execute(select(Department.id).order_by(Department.id))]
