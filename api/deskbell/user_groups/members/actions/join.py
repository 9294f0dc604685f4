"""Putting people into a group."""

from collections.abc import Sequence

from sqlalchemy import and_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import ProblemError
from deskbell.events.record import record
from deskbell.permissions.checking import require
from deskbell.user_groups.directory.queries import group_to_fill
from deskbell.user_groups.events import UserGroupMembersAdded
from deskbell.user_groups.members.queries import changeable_among
from deskbell.user_groups.members.schemas import MembersChanged
from deskbell.user_groups.models import UserGroupMember
from deskbell.user_groups.problems import NoSuchPerson, NotOwnGroups


async def add_members(
    session: AsyncSession, actor: Actor, group_id: int, user_ids: Sequence[int]
) -> MembersChanged:
    """Put them into the group; who was put in by its rule stays from now on, whatever the rule says.

    Raises `NotFound`, `BuiltIn`, `NotOwnGroups`, `NoSuchPerson`; then nobody came in.
    """
    await group_to_fill(session, actor, group_id)
    await refuse_unchangeable(session, actor, user_ids)
    wanted = sorted(set(user_ids))
    rows = insert(UserGroupMember).values([{"group_id": group_id, "user_id": each} for each in wanted])
    kept = rows.on_conflict_do_update(
        index_elements=["group_id", "user_id"],
        set_={"by_rule": False},
        where=and_(UserGroupMember.by_rule),
    )
    added = sorted(await session.scalars(kept.returning(UserGroupMember.user_id)))
    if added:
        fact = UserGroupMembersAdded(user_group_id=group_id, user_ids=added, by_rule=False)
        await record(session, actor, fact)
    return MembersChanged(changed=len(added), unchanged=len(wanted) - len(added))


async def refuse_unchangeable(session: AsyncSession, actor: Actor, user_ids: Sequence[int]) -> None:
    """Refuse accounts that the actor may not put into groups: their own, unless they are an admin.

    Raises `NotAllowed`, `NotOwnGroups`, `NoSuchPerson`.
    """
    require(actor, "people.groups")
    if actor.level < Level.admin and actor.user_id in user_ids:
        raise NotOwnGroups("Ask an admin, or a colleague.")
    known = await changeable_among(session, actor, user_ids)
    errors = [
        ProblemError(pointer=f"/user_ids/{place}", message="There is no such person, or not for you.")
        for place, number in enumerate(user_ids)
        if number not in known
    ]
    if errors:
        raise NoSuchPerson(errors=errors[:50])
