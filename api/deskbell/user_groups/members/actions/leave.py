"""Taking people out of a group."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.user_groups.directory.queries import group_to_fill
from deskbell.user_groups.events import UserGroupMembersRemoved
from deskbell.user_groups.members.actions.follow import follow_rule
from deskbell.user_groups.members.actions.join import refuse_unchangeable
from deskbell.user_groups.members.queries import system_members
from deskbell.user_groups.members.schemas import MembersChanged
from deskbell.user_groups.models import UserGroupMember
from deskbell.user_groups.problems import MemberByRule


async def remove_members(
    session: AsyncSession, actor: Actor, group_id: int, user_ids: Sequence[int]
) -> MembersChanged:
    """Take them out of the group; for whom its rule holds, that puts them in again.

    Raises `NotFound`, `BuiltIn`, `NotOwnGroups`, `NoSuchPerson`, `MemberByRule`; then nobody left.
    """
    group = await group_to_fill(session, actor, group_id)
    await refuse_unchangeable(session, actor, user_ids)
    wanted = sorted(set(user_ids))
    if any((await system_members(session, group_id, wanted)).values()):
        raise MemberByRule("Change the rule, or what it asks of the person.")
    mine = (UserGroupMember.group_id == group_id, UserGroupMember.user_id.in_(wanted))
    removed = sorted(
        await session.scalars(delete(UserGroupMember).where(*mine).returning(UserGroupMember.user_id))
    )
    if removed:
        fact = UserGroupMembersRemoved(user_group_id=group_id, user_ids=removed, by_rule=False)
        await record(session, actor, fact)
        await follow_rule(session, actor, group.id, group.rule, removed)
    return MembersChanged(changed=len(removed), unchanged=len(wanted) - len(removed))
