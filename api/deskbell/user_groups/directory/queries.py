"""Reading the groups themselves, for agents; customers never know which there are."""

from typing import Final

from sqlalchemy import Select, case, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.user_groups.models import GroupKind, UserGroup, UserGroupMember, UserGroupPermission
from deskbell.user_groups.problems import BuiltIn
from deskbell.user_groups.schemas import GroupPermissions, InheritedPermission, UserGroupRead
from deskbell.users.models import User

ABOVE: Final[dict[str, tuple[str, ...]]] = {
    GroupKind.everyone: (),
    GroupKind.registered: ("everyone",),
    GroupKind.own: ("everyone", "registered"),
}
"""Which built-in groups' permissions a kind of group inherits."""


def visible_to(actor: Actor) -> Select[UserGroup]:
    """The groups that an actor may know of: agents all, others none."""
    return select(UserGroup).where(true() if actor.is_staff else false())


async def all_groups(
    connection: AsyncConnection | AsyncSession, actor: Actor, group_id: int | None = None
) -> list[UserGroupRead]:
    """Every group with its counts, or one of them: the built-in ones first, then by name."""
    granted = select(func.count()).where(UserGroupPermission.group_id == UserGroup.id).scalar_subquery()
    joined = select(func.count()).where(UserGroupMember.group_id == UserGroup.id).scalar_subquery()
    claimed = select(func.count()).where(User.claimed_at.is_not(None)).scalar_subquery()
    members = case(
        (UserGroup.kind == GroupKind.own, joined), (UserGroup.kind == GroupKind.registered, claimed)
    )
    columns = (UserGroup.id, UserGroup.name, UserGroup.kind, UserGroup.rule, UserGroup.version)
    rows = select(*columns, granted.label("permissions"), members.label("members"))
    rows = rows.where(true() if actor.is_staff else false())
    if group_id is not None:
        rows = rows.where(UserGroup.id == group_id)
    rows = rows.order_by(UserGroup.kind == GroupKind.own, UserGroup.kind, UserGroup.name)
    return [UserGroupRead.model_validate(dict(row)) for row in (await connection.execute(rows)).mappings()]


async def own_permissions(
    connection: AsyncConnection | AsyncSession, actor: Actor, group_id: int
) -> list[str]:
    """What a group grants by itself, in order; for agents."""
    rows = select(UserGroupPermission.permission).where(
        UserGroupPermission.group_id == group_id, true() if actor.is_staff else false()
    )
    found = await connection.execute(rows.order_by(UserGroupPermission.permission))
    return [row.permission for row in found]


async def permissions_of_group(
    connection: AsyncConnection | AsyncSession, actor: Actor, group_id: int
) -> GroupPermissions | None:
    """What a group allows, and whence; nothing where the actor may not know of the group."""
    group = next(iter(await all_groups(connection, actor, group_id)), None)
    if group is None:
        return None
    above = ABOVE[group.kind]
    rows = (
        select(UserGroup.id, UserGroup.name, UserGroupPermission.permission)
        .join(UserGroup, UserGroup.id == UserGroupPermission.group_id)
        .where(UserGroup.kind.in_(above))
        .order_by(UserGroupPermission.permission, UserGroup.kind)
    )
    inherited = {
        row.permission: InheritedPermission(permission=row.permission, group=Ref(id=row.id, name=row.name))
        for row in await connection.execute(rows)
    }
    own = await own_permissions(connection, actor, group_id)
    return GroupPermissions(permissions=own, inherited=list(inherited.values()), version=group.version)


async def group_for_update(session: AsyncSession, actor: Actor, group_id: int, seen: int | None) -> UserGroup:
    """A group, locked against other changes. Raises `NotFound`, `StaleVersion`."""
    locked = visible_to(actor).where(UserGroup.id == group_id).with_for_update(key_share=True)
    return as_seen(await session.scalar(locked.execution_options(populate_existing=True)), seen)


async def own_group_for_update(
    session: AsyncSession, actor: Actor, group_id: int, seen: int | None
) -> UserGroup:
    """A group that is not built in, locked. Raises `NotFound`, `StaleVersion`, `BuiltIn`."""
    group = await group_for_update(session, actor, group_id, seen)
    if group.kind != GroupKind.own:
        raise BuiltIn
    return group


async def group_to_fill(session: AsyncSession, actor: Actor, group_id: int) -> UserGroup:
    """A group whose members change, held as it is. Raises `NotFound`, `BuiltIn`."""
    locked = visible_to(actor).where(UserGroup.id == group_id).with_for_update(read=True)
    group = as_seen(await session.scalar(locked.execution_options(populate_existing=True)), None)
    if group.kind != GroupKind.own:
        raise BuiltIn("Its members are in it by what they are.")
    return group


async def visible_group(
    connection: AsyncConnection | AsyncSession, actor: Actor, group_id: int
) -> UserGroupRead:
    """One group. Raises `NotFound`."""
    found = await all_groups(connection, actor, group_id)
    if not found:
        raise NotFound
    return found[0]
