"""Reading departments and the access to them."""

from sqlalchemy import Select, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.departments.models import Department, DepartmentAccess
from deskbell.departments.schemas import DepartmentRead


def visible_to(actor: Actor) -> Select[Department]:
    """The departments that an actor may know of: for agents all, as tickets are moved into any."""
    return select(Department).where(true() if actor.is_staff else false())


async def all_departments(connection: AsyncConnection, actor: Actor) -> list[DepartmentRead]:
    """Every department, the default one first, then by name."""
    columns = (Department.id, Department.name, Department.is_default)
    statement = select(*columns).where(true() if actor.is_staff else false())
    rows = await connection.execute(statement.order_by(Department.is_default.desc(), Department.name))
    return [DepartmentRead(id=row.id, name=row.name, is_default=row.is_default) for row in rows]


async def access_of(connection: AsyncConnection | AsyncSession, actor: Actor, user_id: int) -> list[int]:
    """The departments that an account has access to; only admins may ask about others."""
    if actor.level < Level.admin and actor.user_id != user_id:
        return []
    return await system_access_of(connection, user_id)


async def system_access_of(connection: AsyncConnection | AsyncSession, user_id: int) -> list[int]:
    """The departments that an account has access to."""
    statement = select(DepartmentAccess.department_id).where(DepartmentAccess.user_id == user_id)
    rows = await connection.execute(statement.order_by(DepartmentAccess.department_id))
    return [row.department_id for row in rows]


async def system_department_for_update(session: AsyncSession, department_id: int) -> Department | None:
    """A department as it is now, locked against other changes."""
    return await session.get(Department, department_id, with_for_update=True, populate_existing=True)


async def system_default_department(connection: AsyncConnection | AsyncSession) -> int | None:
    """The department that takes what has no other place; none before the helpdesk is set up."""
    return await connection.scalar(select(Department.id).where(Department.is_default))


async def system_department_ids(connection: AsyncConnection | AsyncSession) -> list[int]:
    """Every department's number."""
    return [row.id for row in await connection.execute(select(Department.id).order_by(Department.id))]
