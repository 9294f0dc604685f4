"""Who is in which user group, over the API."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import Line, PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Count, Cursor, Limit, Page
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import InvalidRequest, NotAllowed, NotFound, StaleVersion, problems
from deskbell.kit.fingerprints import of_set
from deskbell.permissions.checking import require
from deskbell.user_groups.directory.queries import visible_group
from deskbell.user_groups.members import queries
from deskbell.user_groups.members.actions.join import add_members
from deskbell.user_groups.members.actions.leave import remove_members
from deskbell.user_groups.members.actions.set_groups import set_groups
from deskbell.user_groups.members.actions.take_csv import add_members_by_csv
from deskbell.user_groups.members.schemas import GroupMemberRead, MembersChange, MembersChanged, MembersCsv
from deskbell.user_groups.problems import (
    BuiltIn,
    MemberByRule,
    NoSuchGroup,
    NoSuchPerson,
    NotOwnGroups,
    WrongLines,
)
from deskbell.user_groups.schemas import UserGroupsOfPerson, UserGroupsOfPersonUpdate

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["user groups"])

CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]
CanChange = Annotated[Actor, requires(Act.people_groups, scope="agent")]

Search = Annotated[Line | None, Query(max_length=100, description="A part of the name or of an address.")]
REFUSALS = problems(NotFound, NotAllowed, NotOwnGroups, BuiltIn, NoSuchPerson)


@router.get("/user-groups/{user_group_id}/members", responses=problems(NotFound, NotAllowed, BadCursor))
async def list_user_group_members(
    user_group_id: PathId,
    actor: CanView,
    reader: Reader,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    count: Count = False,
) -> Page[GroupMemberRead]:
    """Who is in a group, by name, as far as you may see them. In *Everyone*: every account."""
    require(actor, "people.view")
    group = await visible_group(reader, actor, user_group_id)
    return await queries.page_of_members(reader, actor, group, q=q, cursor=cursor, limit=limit, count=count)


@router.put("/user-groups/{user_group_id}/members/{user_id}", responses=REFUSALS)
async def add_user_group_member(
    user_group_id: PathId, user_id: PathId, actor: CanChange, session: Session
) -> MembersChanged:
    """Put somebody into a group; who is in it by its rule stays, whatever the rule says later."""
    return await add_members(session, actor, user_group_id, [user_id])


@router.delete(
    "/user-groups/{user_group_id}/members/{user_id}",
    responses=problems(NotFound, NotAllowed, NotOwnGroups, BuiltIn, NoSuchPerson, MemberByRule),
)
async def remove_user_group_member(
    user_group_id: PathId, user_id: PathId, actor: CanChange, session: Session
) -> MembersChanged:
    """Take somebody out of a group. Whom its rule put in can't be taken out so."""
    return await remove_members(session, actor, user_group_id, [user_id])


@router.post("/user-groups/{user_group_id}/members/add", responses=REFUSALS)
async def add_user_group_members(
    user_group_id: PathId, body: MembersChange, actor: CanChange, session: Session
) -> MembersChanged:
    """Put many people into a group: all of them, or nobody when one is refused."""
    return await add_members(session, actor, user_group_id, body.user_ids)


@router.post(
    "/user-groups/{user_group_id}/members/remove",
    responses=problems(NotFound, NotAllowed, NotOwnGroups, BuiltIn, NoSuchPerson, MemberByRule),
)
async def remove_user_group_members(
    user_group_id: PathId, body: MembersChange, actor: CanChange, session: Session
) -> MembersChanged:
    """Take many people out of a group: all of them, or nobody when one is refused."""
    return await remove_members(session, actor, user_group_id, body.user_ids)


@router.post(
    "/user-groups/{user_group_id}/members/import",
    responses=problems(NotFound, NotAllowed, NotOwnGroups, BuiltIn, NoSuchPerson, WrongLines, InvalidRequest),
)
async def add_user_group_members_by_csv(
    user_group_id: PathId, body: MembersCsv, actor: CanChange, session: Session
) -> MembersChanged:
    """Put everybody whom a list names into a group, ten thousand at most.

    If a line names nobody whom you may add, nobody is added; `errors` says which lines, a hundred at most,
    and `detail` how many.
    """
    return await add_members_by_csv(session, actor, user_group_id, body.csv)


@router.get("/users/{user_id}/user-groups", responses=problems(NotFound, NotAllowed))
async def get_user_groups_of_user(user_id: PathId, actor: CanView, reader: Reader) -> UserGroupsOfPerson:
    """The groups in which somebody is, the built-in ones first."""
    require(actor, "people.view")
    return await _groups(reader, actor, user_id)


@router.put(
    "/users/{user_id}/user-groups",
    responses=problems(NotFound, NotAllowed, StaleVersion, NotOwnGroups, NoSuchPerson, NoSuchGroup),
)
async def set_user_groups_of_user(
    user_id: PathId, body: UserGroupsOfPersonUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> UserGroupsOfPerson:
    """Let somebody be in exactly these own groups; it counts from their next request.

    Groups whose rule put the person in stay, named or not.
    """
    require(actor, "people.groups")
    await set_groups(session, actor, user_id, body.group_ids, seen)
    return await _groups(session, actor, user_id)


async def _groups(source: AsyncSession | AsyncConnection, actor: Actor, user_id: int) -> UserGroupsOfPerson:
    found = await queries.groups_of_person(source, actor, user_id)
    if found is None:
        raise NotFound
    return UserGroupsOfPerson(groups=found, version=of_set(each.id for each in found))
