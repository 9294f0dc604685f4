"""Deleting a group of agents."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.permissions.events import AgentGroupDeleted
from deskbell.permissions.models import AgentGroup
from deskbell.permissions.problems import BuiltInGroup
from deskbell.permissions.queries import (
    system_access_of_groups,
    system_group_for_update,
    system_member_ids,
    system_permissions_of_groups,
)


async def delete_group(session: AsyncSession, actor: Actor, group_id: int, seen: int | None) -> None:
    """Delete a group; no person goes with it. Raises `NotFound`, `StaleVersion`, `BuiltInGroup`."""
    group = as_seen(await system_group_for_update(session, group_id), seen)
    if group.kind != "own":
        raise BuiltInGroup
    fact = AgentGroupDeleted(
        agent_group_id=group.id,
        permissions=(await system_permissions_of_groups(session, [group.id]))[group.id],
        departments=(await system_access_of_groups(session, [group.id]))[group.id],
        user_ids=await system_member_ids(session, group.id),
    )
    await session.execute(delete(AgentGroup).where(AgentGroup.id == group.id))
    await record(session, actor, fact)
