"""Giving an agent access to departments."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound, ProblemError
from deskbell.departments.events import UserDepartmentsChanged
from deskbell.departments.models import DepartmentAccess
from deskbell.departments.problems import NoSuchDepartment
from deskbell.departments.queries import system_access_of, system_department_ids
from deskbell.events.record import record
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update


async def give_access(session: AsyncSession, actor: Actor, user_id: int, departments: Sequence[int]) -> None:
    """Give the account exactly these departments. Raises `NotFound`, `NotAnAgent`, `NoSuchDepartment`."""
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    after = sorted(set(departments))
    if after and user.level < Level.agent:
        raise NotAnAgent
    before = await system_access_of(session, user_id)
    if before == after:
        return
    if unknown := set(after) - set(await system_department_ids(session)):
        message = f"There is no department {min(unknown)}."
        raise NoSuchDepartment(errors=[ProblemError(pointer="/department_ids", message=message)])
    await session.execute(delete(DepartmentAccess).where(DepartmentAccess.user_id == user_id))
    if after:
        rows = [{"user_id": user_id, "department_id": number} for number in after]
        await session.execute(insert(DepartmentAccess), rows)
    await record(session, actor, UserDepartmentsChanged(user_id=user_id, before=before, after=after))


async def give_all_access(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Give the account every department there is, as a new admin has them in the agent panel."""
    await give_access(session, actor, user_id, await system_department_ids(session))
