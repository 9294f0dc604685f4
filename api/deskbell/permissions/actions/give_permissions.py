"""Giving permissions: to a group of agents, or to one agent beside their groups."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound, ProblemError
from deskbell.events.record import record
from deskbell.permissions.actions.terms import count_change, refuse_stale_rights
from deskbell.permissions.events import AgentGroupPermissionsChanged, UserPermissionsChanged
from deskbell.permissions.models import AgentGroupPermission, AgentPermission
from deskbell.permissions.problems import BuiltInGroup, PermissionNeedsOthers, UnknownPermission
from deskbell.permissions.queries import (
    system_group_for_update,
    system_groups_of,
    system_permissions_of,
    system_permissions_of_groups,
)
from deskbell.permissions.registry import AGENT_PERMISSIONS, lacking, opened_by
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update


async def give_to_group(
    session: AsyncSession, actor: Actor, group_id: int, wanted: Sequence[str], seen: int | None
) -> None:
    """Let the group give exactly these.

    Raises `NotFound`, `StaleVersion`, `BuiltInGroup`, `UnknownPermission`, `PermissionNeedsOthers`.
    """
    group = as_seen(await system_group_for_update(session, group_id), seen)
    if group.kind != "own":
        raise BuiltInGroup
    after = _checked(wanted, frozenset())
    before = (await system_permissions_of_groups(session, [group.id]))[group.id]
    if before == after:
        return
    await session.execute(delete(AgentGroupPermission).where(AgentGroupPermission.group_id == group.id))
    if after:
        rows = [{"group_id": group.id, "permission": name} for name in after]
        await session.execute(insert(AgentGroupPermission), rows)
    group.version += 1
    await session.flush()
    fact = AgentGroupPermissionsChanged(agent_group_id=group.id, before=before, after=after)
    await record(session, actor, fact)


async def give_to_user(
    session: AsyncSession, actor: Actor, user_id: int, wanted: Sequence[str], seen: int | None
) -> None:
    """Give the agent exactly these beside their groups'.

    Raises `NotFound`, `NotAnAgent`, `StaleVersion`, `UnknownPermission`, `PermissionNeedsOthers`.
    """
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    if wanted and user.level < Level.agent:
        raise NotAnAgent
    await refuse_stale_rights(session, user_id, seen)
    groups = await system_permissions_of_groups(session, await system_groups_of(session, user_id))
    by_groups = opened_by(frozenset(name for given in groups.values() for name in given))
    after, before = _checked(wanted, by_groups), await system_permissions_of(session, user_id)
    if before == after:
        return
    await session.execute(delete(AgentPermission).where(AgentPermission.user_id == user_id))
    if after:
        rows = [{"user_id": user_id, "permission": name} for name in after]
        await session.execute(insert(AgentPermission), rows)
    await count_change(session, user_id)
    await record(session, actor, UserPermissionsChanged(user_id=user_id, before=before, after=after))


def _checked(wanted: Sequence[str], beside: frozenset[str]) -> list[str]:
    """What is wanted, in order; refused where it is unknown, or lacks what is needed and not held beside."""
    unknown = [
        ProblemError(pointer=f"/permissions/{place}", message=f"There is no permission {name} for agents.")
        for place, name in enumerate(wanted)
        if name not in AGENT_PERMISSIONS
    ]
    if unknown:
        raise UnknownPermission("GET /v1/permissions?audience=agent lists them.", errors=unknown)
    needing = lacking(frozenset(wanted) | beside)
    errors = [
        ProblemError(
            pointer=f"/permissions/{wanted.index(name)}", message=f"{name} needs {', '.join(others)}."
        )
        for name, others in needing.items()
        if name in wanted
    ]
    if errors:
        raise PermissionNeedsOthers("Give those that it needs as well, or leave it out.", errors=errors)
    return sorted(set(wanted))
