"""Joining and leaving groups of agents."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound, ProblemError
from deskbell.events.record import record
from deskbell.permissions.actions.terms import count_change, refuse_stale_rights
from deskbell.permissions.events import AgentGroupMemberAdded, AgentGroupMemberRemoved, UserPermissionsChanged
from deskbell.permissions.models import AgentGroup, AgentGroupMember, AgentPermission
from deskbell.permissions.problems import NoSuchGroup
from deskbell.permissions.queries import system_group_for_update, system_groups_of
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update


async def add_member(session: AsyncSession, actor: Actor, group_id: int, user_id: int) -> None:
    """Put an agent into the group; whoever is in it already stays. Raises `NotFound`, `NotAnAgent`."""
    user = await system_user_for_update(session, user_id)
    if user is None or await system_group_for_update(session, group_id) is None:
        raise NotFound
    if user.level < Level.agent:
        raise NotAnAgent
    row = insert(AgentGroupMember).values(group_id=group_id, user_id=user_id).on_conflict_do_nothing()
    if await session.scalar(row.returning(AgentGroupMember.user_id)) is not None:
        await count_change(session, user_id)
        await record(session, actor, AgentGroupMemberAdded(agent_group_id=group_id, user_id=user_id))


async def remove_member(session: AsyncSession, actor: Actor, group_id: int, user_id: int) -> None:
    """Take somebody out of the group; whoever is not in it stays out. Raises `NotFound`."""
    if await system_group_for_update(session, group_id) is None:
        raise NotFound
    row = delete(AgentGroupMember).where(
        AgentGroupMember.group_id == group_id, AgentGroupMember.user_id == user_id
    )
    if await session.scalar(row.returning(AgentGroupMember.user_id)) is not None:
        await count_change(session, user_id)
        await record(session, actor, AgentGroupMemberRemoved(agent_group_id=group_id, user_id=user_id))


async def give_all_permissions(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Put somebody into *All permissions*, as a new admin is for the agent panel."""
    group_id = await session.scalar(select(AgentGroup.id).where(AgentGroup.kind == "all"))
    if group_id is not None:
        await add_member(session, actor, group_id, user_id)


async def take_all_permissions(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Take somebody out of every group, and all that they hold by themselves."""
    mine = AgentGroupMember.user_id == user_id
    left = sorted(
        await session.scalars(delete(AgentGroupMember).where(mine).returning(AgentGroupMember.group_id))
    )
    own = delete(AgentPermission).where(AgentPermission.user_id == user_id)
    held = sorted(await session.scalars(own.returning(AgentPermission.permission)))
    if left:
        await record(
            session,
            actor,
            *(AgentGroupMemberRemoved(agent_group_id=group, user_id=user_id) for group in left),
        )
    if held:
        await record(session, actor, UserPermissionsChanged(user_id=user_id, before=held, after=[]))


async def set_groups(
    session: AsyncSession, actor: Actor, user_id: int, wanted: Sequence[int], seen: int | None
) -> None:
    """Put an agent into exactly these groups.

    Raises `NotFound`, `NotAnAgent`, `StaleVersion`, `NoSuchGroup`.
    """
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    if wanted and user.level < Level.agent:
        raise NotAnAgent
    await refuse_stale_rights(session, user_id, seen)
    before, after = set(await system_groups_of(session, user_id)), set(wanted)
    await join_groups(session, actor, user_id, sorted(after - before))
    for group_id in sorted(before - after):
        await remove_member(session, actor, group_id, user_id)


async def join_groups(session: AsyncSession, actor: Actor, user_id: int, group_ids: Sequence[int]) -> None:
    """Put an agent into these groups as well. Raises `NoSuchGroup`."""
    for group_id in group_ids:
        try:
            await add_member(session, actor, group_id, user_id)
        except NotFound:
            message = f"There is no group {group_id}."
            raise NoSuchGroup(errors=[ProblemError(pointer="/agent_group_ids", message=message)]) from None
