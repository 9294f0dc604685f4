"""Groups of agents and what single agents hold, as admins read them."""

from typing import Any

from sqlalchemy import Row, RowMapping, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.departments.schemas import DepartmentAccessRead
from deskbell.permissions.models import AgentGroup, AgentGroupMember, AgentTerms
from deskbell.permissions.queries import (
    system_access_of_groups,
    system_actor_of,
    system_permissions_of,
    system_permissions_of_groups,
    system_version_of,
)
from deskbell.permissions.registry import in_order, opened_by
from deskbell.permissions.schemas import (
    AgentGroupRead,
    OutOfOfficeRead,
    RestrictionsRead,
    UserPermissionsRead,
    UserRestrictionsRead,
)
from deskbell.users.models import User

Source = AsyncConnection | AsyncSession
_members = (
    select(func.count())
    .where(AgentGroupMember.group_id == AgentGroup.id)
    .correlate(AgentGroup)
    .scalar_subquery()
    .label("members")
)


async def groups(connection: Source, actor: Actor, group_id: int | None = None) -> list[AgentGroupRead]:
    """Every group of agents, the built-in ones first, or the one asked for; for admins."""
    where = (true() if actor.level is Level.admin else false(), *(_is(group_id)))
    statement = select(*AgentGroup.__table__.c, _members).where(*where)
    order = (AgentGroup.kind == "own", AgentGroup.kind, AgentGroup.name)
    rows = (await connection.execute(statement.order_by(*order))).mappings().all()
    numbers = [row["id"] for row in rows]
    given = await system_permissions_of_groups(connection, numbers)
    opened = await system_access_of_groups(connection, numbers)
    return [
        AgentGroupRead(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            permissions=in_order(opened_by(frozenset(given[row["id"]]))),
            departments=[DepartmentAccessRead(**each.model_dump()) for each in opened[row["id"]]],
            restrictions=RestrictionsRead(**_restrictions(row)),
            members=row["members"],
            version=row["version"],
        )
        for row in rows
    ]


def _is(group_id: int | None) -> list[Any]:
    return [] if group_id is None else [AgentGroup.id == group_id]


async def one_group(connection: Source, actor: Actor, group_id: int) -> AgentGroupRead:
    """One group of agents. Raises `NotFound`."""
    found = await groups(connection, actor, group_id)
    if not found:
        raise NotFound
    return found[0]


async def page_of_members(
    connection: AsyncConnection, actor: Actor, group_id: int, *, cursor: str | None, limit: int
) -> Page[Ref]:
    """A page of the agents in a group, by name. Raises `NotFound`."""
    await one_group(connection, actor, group_id)
    statement = (
        select(User.id, User.name)
        .join(AgentGroupMember, AgentGroupMember.user_id == User.id)
        .where(AgentGroupMember.group_id == group_id)
    )
    if cursor is not None:
        name, number = decode_cursor(cursor, str, int)
        statement = statement.where((User.name > name) | ((User.name == name) & (User.id > number)))
    rows = (await connection.execute(statement.order_by(User.name, User.id).limit(limit + 1))).all()
    items = [Ref(id=row.id, name=row.name) for row in rows[:limit]]
    more = encode_cursor(items[-1].name, items[-1].id) if len(rows) > limit else None
    return Page[Ref](items=items, next_cursor=more, total=None)


async def held_by(connection: Source, actor: Actor, user_id: int) -> UserPermissionsRead:
    """What an agent holds, for admins and for the agent. Raises `NotFound`."""
    person = await _person(connection, actor, user_id)
    statement = (
        select(AgentGroup.id, AgentGroup.name)
        .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroup.id)
        .where(AgentGroupMember.user_id == user_id)
        .order_by(AgentGroup.name)
    )
    rows = await connection.execute(statement)
    agent = await system_actor_of(connection, user_id, Level.agent)
    return UserPermissionsRead(
        permissions=in_order(frozenset(await system_permissions_of(connection, user_id))),
        groups=[Ref(id=row.id, name=row.name) for row in rows],
        held=in_order(agent.permissions),
        version=await system_version_of(connection, person.id),
    )


async def restrictions_of(connection: Source, actor: Actor, user_id: int) -> UserRestrictionsRead:
    """What cuts an agent down by themselves, for admins and for the agent. Raises `NotFound`."""
    await _person(connection, actor, user_id)
    terms = select(*AgentTerms.__table__.c).where(AgentTerms.user_id == user_id)
    row = (await connection.execute(terms)).mappings().one_or_none()
    if row is None:
        return UserRestrictionsRead(
            addresses=[], second_factor_required=False, expires_at=None, records_an_hour=None, version=1
        )
    return UserRestrictionsRead(**_restrictions(row), version=row["version"])


async def absence_of(connection: Source, actor: Actor, user_id: int) -> OutOfOfficeRead:
    """Until when somebody is away, for admins and for the agent. Raises `NotFound`."""
    await _person(connection, actor, user_id)
    asked = select(AgentTerms.out_of_office_until).where(AgentTerms.user_id == user_id)
    until = await connection.scalar(asked)
    return OutOfOfficeRead(until=until)


async def _person(connection: Source, actor: Actor, user_id: int) -> Row[Any]:
    """The account, for admins and for its owner."""
    seen = actor.level is Level.admin or actor.user_id == user_id
    row = (
        (await connection.execute(select(User.id).where(User.id == user_id))).one_or_none() if seen else None
    )
    if row is None:
        raise NotFound
    return row


def _restrictions(row: RowMapping) -> dict[str, Any]:
    found = {name: row[name] for name in RestrictionsRead.model_fields}
    return found | {"addresses": [str(each) for each in row["addresses"]]}
