"""Giving an agent access to departments."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.departments.access import refuse_unknown
from deskbell.departments.events import Access, UserDepartmentsChanged
from deskbell.departments.models import DepartmentAccess
from deskbell.departments.queries import system_access_of, system_department_ids
from deskbell.events.record import record
from deskbell.permissions.actions.terms import count_change, refuse_stale_rights
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update


async def give_access(
    session: AsyncSession,
    actor: Actor,
    user_id: int,
    after: Sequence[Access],
    *,
    seen: int | None = None,
    pointer: str = "/department_ids",
) -> None:
    """Give the account exactly this access.

    Raises `NotFound`, `NotAnAgent`, `NoSuchDepartment`, `StaleVersion`.
    """
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    if after and user.level < Level.agent:
        raise NotAnAgent
    await refuse_stale_rights(session, user_id, seen)
    before = await system_access_of(session, user_id)
    if before == list(after):
        return
    refuse_unknown(after, await system_department_ids(session), pointer)
    await session.execute(delete(DepartmentAccess).where(DepartmentAccess.user_id == user_id))
    if after:
        rows = [{"user_id": user_id, **each.model_dump()} for each in after]
        await session.execute(insert(DepartmentAccess), rows)
    await count_change(session, user_id)
    fact = UserDepartmentsChanged(
        user_id=user_id,
        before=[each.department_id for each in before],
        after=[each.department_id for each in after],
        access_before=tuple(before),
        access_after=tuple(after),
    )
    await record(session, actor, fact)


async def give_full_access(
    session: AsyncSession, actor: Actor, user_id: int, departments: Sequence[int]
) -> None:
    """Give the account full access to exactly these departments."""
    given = [Access(department_id=number) for number in sorted(set(departments))]
    await give_access(session, actor, user_id, given)


async def give_all_access(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Give the account every department there is, as a new admin has them in the agent panel."""
    await give_full_access(session, actor, user_id, await system_department_ids(session))
