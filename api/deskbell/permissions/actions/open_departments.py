"""Letting a group of agents open departments."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.departments.access import refuse_unknown
from deskbell.departments.events import Access
from deskbell.departments.queries import system_department_ids
from deskbell.events.record import record
from deskbell.permissions.events import AgentGroupDepartmentsChanged
from deskbell.permissions.models import AgentGroupDepartment
from deskbell.permissions.problems import BuiltInGroup
from deskbell.permissions.queries import system_access_of_groups, system_group_for_update


async def open_departments(
    session: AsyncSession, actor: Actor, group_id: int, after: Sequence[Access], seen: int | None
) -> None:
    """Let the group open exactly these.

    Raises `NotFound`, `StaleVersion`, `BuiltInGroup`, `NoSuchDepartment`.
    """
    group = as_seen(await system_group_for_update(session, group_id), seen)
    if group.kind != "own":
        raise BuiltInGroup
    before = (await system_access_of_groups(session, [group.id]))[group.id]
    if before == list(after):
        return
    refuse_unknown(after, await system_department_ids(session))
    await session.execute(delete(AgentGroupDepartment).where(AgentGroupDepartment.group_id == group.id))
    if after:
        rows = [{"group_id": group.id, **each.model_dump()} for each in after]
        await session.execute(insert(AgentGroupDepartment), rows)
    group.version += 1
    await session.flush()
    fact = AgentGroupDepartmentsChanged(
        agent_group_id=group.id,
        before=[each.department_id for each in before],
        after=[each.department_id for each in after],
        access_before=before,
        access_after=list(after),
    )
    await record(session, actor, fact)
