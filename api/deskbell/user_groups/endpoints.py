"""User groups over the API."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems
from deskbell.user_groups.actions.create import create_group
from deskbell.user_groups.actions.delete import delete_group
from deskbell.user_groups.actions.rename import rename_group
from deskbell.user_groups.actions.set_permissions import set_permissions
from deskbell.user_groups.actions.set_rule import set_rule
from deskbell.user_groups.directory import queries
from deskbell.user_groups.problems import BuiltIn, GroupInAudience, GroupNameTaken, NoSuchPermission
from deskbell.user_groups.schemas import (
    GroupPermissions,
    GroupPermissionsUpdate,
    GroupRuleUpdate,
    UserGroupCreate,
    UserGroupRead,
    UserGroupUpdate,
)

router = APIRouter(prefix="/v1/user-groups", route_class=IdempotentRoute, tags=["user groups"])

CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]
CanViewRights = Annotated[Actor, requires(Act.people_view, scope="admin")]
CanChangeRights = Annotated[Actor, requires(Act.rights_change, scope="admin")]


@router.get("")
async def list_user_groups(actor: CanView, reader: Reader) -> Page[UserGroupRead]:
    """Every group of customers with its counts: *Everyone* and *Registered* first, then by name."""
    return whole(await queries.all_groups(reader, actor))


@router.post("", status_code=201, responses=problems(GroupNameTaken))
async def create_user_group(body: UserGroupCreate, actor: CanChangeRights, session: Session) -> UserGroupRead:
    """Make a group. Nobody is in it, and it grants nothing but what it inherits from *Registered*."""
    return await queries.visible_group(session, actor, await create_group(session, actor, body.name))


@router.get("/{user_group_id}", responses=problems(NotFound))
async def get_user_group(user_group_id: PathId, actor: CanView, reader: Reader) -> UserGroupRead:
    """One group with its counts."""
    return await queries.visible_group(reader, actor, user_group_id)


@router.patch("/{user_group_id}", responses=problems(NotFound, StaleVersion, BuiltIn, GroupNameTaken))
async def update_user_group(
    user_group_id: PathId, body: UserGroupUpdate, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserGroupRead:
    """Rename a group; the built-in ones keep their names."""
    await rename_group(session, actor, user_group_id, body.name, seen)
    return await queries.visible_group(session, actor, user_group_id)


@router.delete(
    "/{user_group_id}", status_code=204, responses=problems(NotFound, StaleVersion, BuiltIn, GroupInAudience)
)
async def delete_user_group(
    user_group_id: PathId, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> None:
    """Delete a group with what it granted. Deletes no person.

    Not while it is in the audience of a department, a type or a priority: choosing would open to all.
    """
    await delete_group(session, actor, user_group_id, seen)


@router.get("/{user_group_id}/permissions", responses=problems(NotFound))
async def get_user_group_permissions(
    user_group_id: PathId, actor: CanViewRights, reader: Reader
) -> GroupPermissions:
    """What a group allows: by itself, and what it inherits, which is changed at the group that grants it."""
    return await _permissions(reader, actor, user_group_id)


@router.put("/{user_group_id}/permissions", responses=problems(NotFound, StaleVersion, NoSuchPermission))
async def set_user_group_permissions(
    user_group_id: PathId,
    body: GroupPermissionsUpdate,
    actor: CanChangeRights,
    session: Session,
    seen: SeenVersion,
) -> GroupPermissions:
    """Let a group grant exactly these permissions by itself; it counts from its members' next request."""
    await set_permissions(session, actor, user_group_id, body.permissions, seen)
    return await _permissions(session, actor, user_group_id)


@router.put("/{user_group_id}/rule", responses=problems(NotFound, StaleVersion, BuiltIn))
async def set_user_group_rule(
    user_group_id: PathId, body: GroupRuleUpdate, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserGroupRead:
    """Let a rule on the person say who is in the group, beside those whom somebody put in.

    It is followed within moments, and again whenever what it asks of a person changes.
    """
    await set_rule(session, actor, user_group_id, body, seen)
    return await queries.visible_group(session, actor, user_group_id)


@router.delete("/{user_group_id}/rule", responses=problems(NotFound, StaleVersion, BuiltIn))
async def remove_user_group_rule(
    user_group_id: PathId, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserGroupRead:
    """Take the rule away; those whom only it put in leave the group within moments."""
    await set_rule(session, actor, user_group_id, None, seen)
    return await queries.visible_group(session, actor, user_group_id)


async def _permissions(
    source: AsyncSession | AsyncConnection, actor: Actor, group_id: int
) -> GroupPermissions:
    found = await queries.permissions_of_group(source, actor, group_id)
    if found is None:
        raise NotFound
    return found
