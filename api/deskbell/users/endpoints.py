"""Accounts over the API."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, Level, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import Line, PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Count, Cursor, Limit, Page
from deskbell.core.problems import NotAllowed, NotFound, TooManyRequests, problems
from deskbell.permissions.ceiling import CountRecords
from deskbell.permissions.checking import require
from deskbell.users import queries
from deskbell.users.actions.change_level import change_level
from deskbell.users.actions.change_profile import change_profile
from deskbell.users.actions.create import create_user
from deskbell.users.actions.disable import disable_user, enable_user
from deskbell.users.problems import AddressTaken, LastAdmin, NotYourself
from deskbell.users.schemas import (
    AgentRead,
    LevelName,
    LevelUpdate,
    MeUpdate,
    UserCreate,
    UserMe,
    UserRead,
    UserSort,
    UserUpdate,
)

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["users"])

Own = Annotated[Actor, requires(Act.own_account, scope="user")]
CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]
CanCreate = Annotated[Actor, requires(Act.people_create, scope="agent")]
CanEdit = Annotated[Actor, requires(Act.people_edit, scope="agent")]
CanChangeRights = Annotated[Actor, requires(Act.rights_change, scope="admin")]

Search = Annotated[Line | None, Query(max_length=100, description="A part of the name or of an address.")]


@router.get("/users/me")
async def get_me(actor: Own, reader: Reader) -> UserMe:
    """Your own account."""
    return await queries.me(reader, actor)


@router.patch("/users/me")
async def update_me(body: MeUpdate, actor: Own, session: Session) -> UserMe:
    """Change your name, language or time zone."""
    await change_profile(session, actor, actor.account_id, body)
    return await queries.me(session, actor)


@router.get("/users", responses=problems(BadCursor, TooManyRequests))
async def list_users(
    actor: CanView,
    reader: Reader,
    count_records: CountRecords,
    q: Search = None,
    level: Annotated[LevelName | None, Query(description="Only accounts of this level.")] = None,
    disabled: Annotated[bool | None, Query(description="Only those that can't, or can, sign in.")] = None,
    claimed: Annotated[bool | None, Query(description="Only those with, or without, a password.")] = None,
    sort: Annotated[UserSort, Query(description="The order.")] = UserSort.newest,
    cursor: Cursor = None,
    limit: Limit = 25,
    count: Count = False,
) -> Page[UserRead]:
    """Accounts: agents see themselves and, with `people.view`, customers; admins everyone."""
    chosen = queries.UserFilter(q=q, level=level, disabled=disabled, claimed=claimed)
    page = await queries.page_of_users(
        reader, actor, chosen, sort=sort, cursor=cursor, limit=limit, count=count
    )
    await count_records(actor, len(page.items))
    return page


@router.post("/users", status_code=201, responses=problems(AddressTaken, NotAllowed))
async def create_customer(body: UserCreate, actor: CanCreate, session: Session) -> UserRead:
    """Make an account of level `user`, without a password; an admin may raise it afterwards."""
    require(actor, "people.create")
    user = await create_user(session, actor, name=body.name, address=body.email)
    return await _read(session, actor, user.id)


@router.get("/users/{user_id}", responses=problems(NotFound, TooManyRequests))
async def get_user(user_id: PathId, actor: CanView, reader: Reader, count_records: CountRecords) -> UserRead:
    """One account."""
    await count_records(actor, 1)
    return await _read(reader, actor, user_id)


@router.patch("/users/{user_id}", responses=problems(NotFound, NotAllowed))
async def update_user(user_id: PathId, body: UserUpdate, actor: CanEdit, session: Session) -> UserRead:
    """Change somebody's name, language or time zone. Agents and admins are changed by admins only."""
    await _read(session, actor, user_id)
    await change_profile(session, actor, user_id, body)
    return await _read(session, actor, user_id)


@router.put("/users/{user_id}/level", responses=problems(NotFound, NotYourself, LastAdmin))
async def set_user_level(
    user_id: PathId, body: LevelUpdate, actor: CanChangeRights, session: Session
) -> UserRead:
    """Raise or lower an account. Lowered, it loses its doors at its next request."""
    await change_level(session, actor, user_id, Level[body.level])
    return await _read(session, actor, user_id)


@router.put("/users/{user_id}/disabled", responses=problems(NotFound, NotAllowed, NotYourself, LastAdmin))
async def set_user_disabled(user_id: PathId, actor: CanEdit, session: Session) -> UserRead:
    """Keep an account from signing in and end its sessions. Agents and admins are disabled by admins only."""
    await _read(session, actor, user_id)
    await disable_user(session, actor, user_id)
    return await _read(session, actor, user_id)


@router.delete("/users/{user_id}/disabled", responses=problems(NotFound, NotAllowed))
async def unset_user_disabled(user_id: PathId, actor: CanEdit, session: Session) -> UserRead:
    """Let a disabled account sign in again."""
    await _read(session, actor, user_id)
    await enable_user(session, actor, user_id)
    return await _read(session, actor, user_id)


@router.get("/agents", responses=problems(BadCursor))
async def list_agents(
    actor: CanView, reader: Reader, q: Search = None, cursor: Cursor = None, limit: Limit = 100
) -> Page[AgentRead]:
    """The agents and admins to whom tickets can be assigned, by name."""
    return await queries.page_of_agents(reader, actor, q, cursor=cursor, limit=limit)


async def _read(source: AsyncSession | AsyncConnection, actor: Actor, user_id: int) -> UserRead:
    found = await queries.profile(source, actor, user_id)
    if found is None:
        raise NotFound
    return found
