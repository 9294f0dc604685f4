"""Following the rules of groups: who is in them by what they are comes in and leaves by itself."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, literal, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.user_groups.events import UserGroupMembersAdded, UserGroupMembersRemoved
from deskbell.user_groups.members.queries import system_matching, system_ruled_groups
from deskbell.user_groups.models import UserGroup, UserGroupMember
from deskbell.user_groups.rule import GroupRule
from deskbell.users.models import User

FACT_SIZE: Final = 500


async def follow_rule(
    session: AsyncSession,
    actor: Actor,
    group_id: int,
    rule: dict[str, Any] | None,
    user_ids: Sequence[int] | None = None,
) -> None:
    """Let the members by rule be those for whom it holds, among these accounts or all.

    Who was put in by somebody stays.
    """
    among = true() if user_ids is None else User.id.in_(user_ids)
    matching = select(User.id).where(among)
    if rule is not None:
        matching = matching.where(system_matching(GroupRule.model_validate(rule)))
    here = (UserGroupMember.group_id == group_id, UserGroupMember.by_rule)
    some = UserGroupMember.user_id.in_(select(User.id).where(among)) if user_ids is not None else true()
    gone = delete(UserGroupMember).where(*here, some)
    if rule is not None:
        gone = gone.where(UserGroupMember.user_id.not_in(matching))
    removed = sorted(await session.scalars(gone.returning(UserGroupMember.user_id)))
    added: list[int] = []
    if rule is not None:
        rows = matching.add_columns(literal(group_id), true())
        new = insert(UserGroupMember).from_select(["user_id", "group_id", "by_rule"], rows)
        added = sorted(await session.scalars(new.on_conflict_do_nothing().returning(UserGroupMember.user_id)))
    facts: list[Event] = [
        UserGroupMembersRemoved(user_group_id=group_id, user_ids=some_, by_rule=True)
        for some_ in _parts(removed)
    ]
    facts += [
        UserGroupMembersAdded(user_group_id=group_id, user_ids=some_, by_rule=True) for some_ in _parts(added)
    ]
    await record(session, actor, *facts)


async def follow_people(session: AsyncSession, actor: Actor, user_ids: Sequence[int]) -> None:
    """Ask the rules of all groups about these accounts, which changed.

    Accounts and groups are held as they are until it is done, so that no older answer is written later.
    """
    await session.execute(select(User.id).where(User.id.in_(user_ids)).with_for_update(read=True))
    for group_id, rule in await system_ruled_groups(session):
        await follow_rule(session, actor, group_id, rule, user_ids)


async def follow_group(session: AsyncSession, actor: Actor, group_id: int) -> None:
    """Ask the group's rule, as it is now, about everybody; a group that is gone has no members."""
    group = await session.get(
        UserGroup, group_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if group is not None:
        await follow_rule(session, actor, group_id, group.rule)


def _parts(numbers: Sequence[int]) -> list[list[int]]:
    return [list(numbers[start : start + FACT_SIZE]) for start in range(0, len(numbers), FACT_SIZE)]
