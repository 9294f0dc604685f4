"""Saying in which groups somebody is."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import refuse_stale
from deskbell.core.problems import NotFound, ProblemError
from deskbell.kit.fingerprints import of_set
from deskbell.user_groups.members.actions.join import add_members
from deskbell.user_groups.members.actions.leave import remove_members
from deskbell.user_groups.members.queries import groups_of_person, own_groups_among
from deskbell.user_groups.models import GroupKind
from deskbell.user_groups.problems import NoSuchGroup
from deskbell.users.queries import system_user_for_update


async def set_groups(
    session: AsyncSession, actor: Actor, user_id: int, group_ids: Sequence[int], seen: int | None = None
) -> None:
    """Let the person be in exactly these groups, and in those whose rule puts them in.

    Raises `NotFound`, `StaleVersion`, `NoSuchGroup`, `NotOwnGroups`, `NoSuchPerson`.
    """
    await system_user_for_update(session, user_id)
    before = await groups_of_person(session, actor, user_id)
    if before is None:
        raise NotFound
    refuse_stale(of_set(each.id for each in before), seen)
    known = await own_groups_among(session, actor, group_ids)
    errors = [
        ProblemError(pointer=f"/group_ids/{place}", message="There is no such group, or it is built in.")
        for place, number in enumerate(group_ids)
        if number not in known
    ]
    if errors:
        raise NoSuchGroup(errors=errors)
    own = [each for each in before if each.kind == GroupKind.own]
    ruled = {each.id for each in own if each.by_rule}
    chosen = {each.id for each in own} - ruled
    for group_id in sorted(set(group_ids) - chosen - ruled):
        await add_members(session, actor, group_id, [user_id])
    for group_id in sorted(chosen - set(group_ids)):
        await remove_members(session, actor, group_id, [user_id])
