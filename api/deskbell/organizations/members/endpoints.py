"""The people of organizations over the API, for agents, managers, and the people themselves."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import Line, PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotAllowed, NotFound, problems
from deskbell.organizations.members import queries
from deskbell.organizations.members.actions.change import update_member
from deskbell.organizations.members.actions.choose import choose_default
from deskbell.organizations.members.actions.put import put_member
from deskbell.organizations.members.schemas import (
    MemberPut,
    MemberRead,
    MembershipRead,
    MemberUpdate,
    MyOrganizationRead,
)
from deskbell.permissions.checking import require

router = APIRouter(prefix="/v1", tags=["organizations"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.organizations_view, scope="agent")]
CanPut = Annotated[Actor, requires(Act.organizations_members, scope="agent")]
CanLookAfter = Annotated[Actor, requires(Act.organizations_members, scope="user")]
Own = Annotated[Actor, requires(Act.own_organizations, scope="user")]
Search = Annotated[Line | None, Query(max_length=100, description="A part of the name or of an address.")]


@router.get("/users/me/organizations")
async def list_my_organizations(actor: Own, reader: Reader) -> Page[MyOrganizationRead]:
    """The organizations that you belong to, and what is shared in them."""
    return await queries.my_organizations(reader, actor)


@router.put(
    "/users/me/organizations/{organization_id}/default", status_code=204, responses=problems(NotFound)
)
async def set_my_default_organization(organization_id: PathId, actor: Own, session: Session) -> None:
    """Let your tickets belong to this one of your organizations unless you choose another."""
    await choose_default(session, actor, organization_id)


@router.get("/users/{user_id}/organizations", responses=problems(NotAllowed))
async def list_user_organizations(user_id: PathId, actor: CanView, reader: Reader) -> Page[MembershipRead]:
    """The organizations of a person; presumed ones by the domain of an address, proven or not."""
    return await queries.organizations_of(reader, actor, user_id)


@router.get("/organizations/{organization_id}/members", responses=problems(NotFound, NotAllowed, BadCursor))
async def list_organization_members(
    organization_id: PathId,
    actor: CanLookAfter,
    reader: Reader,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[MemberRead]:
    """Who belongs to it, by name, and who is presumed to; for its managers and for agents."""
    return await queries.page_of_members(reader, actor, organization_id, q=q, cursor=cursor, limit=limit)


@router.put("/organizations/{organization_id}/members/{user_id}", responses=problems(NotFound, NotAllowed))
async def set_organization_member(
    organization_id: PathId, user_id: PathId, body: MemberPut, actor: CanPut, session: Session
) -> MemberRead:
    """Put a person into the organization, or change what they are in it; for agents."""
    require(actor, "organizations.members")
    await put_member(session, actor, organization_id, user_id, body)
    return await queries.read_member(session, actor, organization_id, user_id)


@router.patch("/organizations/{organization_id}/members/{user_id}", responses=problems(NotFound, NotAllowed))
async def update_organization_member(
    organization_id: PathId, user_id: PathId, body: MemberUpdate, actor: CanLookAfter, session: Session
) -> MemberRead:
    """Name somebody, hand the manager's role to them for a while, or follow new tickets; for its managers."""
    await queries.refuse_stranger(session, actor, organization_id)
    await update_member(session, actor, organization_id, user_id, body)
    return await queries.read_member(session, actor, organization_id, user_id)
