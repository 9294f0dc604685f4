"""The list of people that an agent may see, narrowed by what is known of them."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Label, Row, func, or_, select, tuple_, union
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.auth import Actor
from deskbell.core.fields import LARGEST_ID
from deskbell.core.pagination import COUNT_LIMIT, BadCursor, Page, decode_cursor, encode_cursor
from deskbell.organizations.belonging.queries import organizations_of_people, people_of
from deskbell.permissions.checking import holds, require
from deskbell.search.people.schemas import LastTicket, PeopleQuery, PeopleSort, PersonFound
from deskbell.tickets.dimension_schemas import StatusRef
from deskbell.tickets.listing import last_of_each
from deskbell.user_groups.members.queries import groups_of_people, people_in
from deskbell.users.contacts.models import UserPhone
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import seen_by
from deskbell.users.schemas import level_name

STANDING = (
    User.is_service.is_(False),
    User.merged_into_id.is_(None),
    User.erased_at.is_(None),
    User.waits_for.is_(None),
)
_PHONE = re.compile(r"[\d +()/.-]+")
SHORTEST_PHONE = 4


async def page_of_people(connection: AsyncConnection, actor: Actor, query: PeopleQuery) -> Page[PersonFound]:
    """A page of the people whom the actor may see.

    Programs, accounts that are another's by now or nobody's, and those that wait to be let in are left out.

    Raises `NotAllowed` for an organization asked for without the permission, and `BadCursor`.
    """
    where = [seen_by(actor), *STANDING, *await _conditions(connection, actor, query)]
    order = (User.name, User.id) if query.sort is PeopleSort.name else (User.id.desc(),)
    columns = (User.id, User.name, User.level, User.disabled_at, User.claimed_at, User.created_at)
    page = select(*columns, _addresses()).where(*where, *_start(query)).order_by(*order)
    rows = (await connection.execute(page.limit(query.limit + 1))).all()
    items = await _people(connection, actor, rows[: query.limit])
    counted = select(User.id).where(*where).limit(COUNT_LIMIT + 1).subquery()
    return Page[PersonFound](
        items=items,
        next_cursor=_cursor(items[-1], query) if len(rows) > query.limit else None,
        total=await connection.scalar(select(func.count()).select_from(counted)) if query.count else None,
    )


async def _people(
    connection: AsyncConnection, actor: Actor, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[PersonFound]:
    numbers = [row.id for row in rows]
    groups = await groups_of_people(connection, actor, numbers)
    last = await last_of_each(connection, actor, numbers)
    sees = holds(actor, "organizations.view")
    organizations = await organizations_of_people(connection, actor, numbers) if sees else {}
    return [
        PersonFound(
            id=row.id,
            name=row.name,
            addresses=row.addresses or [],
            level=level_name(row.level),
            disabled=row.disabled_at is not None,
            claimed=row.claimed_at is not None,
            groups=groups.get(row.id, []),
            organizations=organizations.get(row.id, []) if sees else None,
            last_ticket=_ticket(last[row.id]) if row.id in last else None,
            created_at=row.created_at,
        )
        for row in rows
    ]


def _ticket(row: Row[*tuple[Any, ...]]) -> LastTicket:
    status = StatusRef(id=row.status_id, name=row.status_name, kind=row.kind, color=row.color)
    return LastTicket(id=row.id, subject=row.subject, status=status, updated_at=row.updated_at)


def _addresses() -> Label[list[str] | None]:
    order = (UserAddress.is_primary.desc(), UserAddress.id)
    rows = select(func.array_agg(aggregate_order_by(UserAddress.address, *order)))
    return rows.where(UserAddress.user_id == User.id).correlate(User).scalar_subquery().label("addresses")


async def _conditions(
    connection: AsyncConnection, actor: Actor, query: PeopleQuery
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.q:
        found.append(_called(query.q))
    if query.group_id is not None:
        inside = await people_in(connection, actor, query.group_id)
        found.append(User.id.is_(None) if inside is None else inside)
    if query.organization_id is not None:
        require(actor, "organizations.view")
        found.append(people_of(actor, query.organization_id))
    return found


def _called(q: str) -> ColumnElement[bool]:
    by_name = select(User.id).where(User.name.icontains(q, autoescape=True))
    by_address = select(UserAddress.user_id).where(UserAddress.address.icontains(q, autoescape=True))
    ways = [by_name, by_address]
    dialed = "".join(filter(str.isdecimal, q)).lstrip("0")
    if _PHONE.fullmatch(q) and q.isascii() and len(dialed) >= SHORTEST_PHONE:
        ways.append(select(UserPhone.user_id).where(UserPhone.number.contains(dialed)))
    named = User.id.in_(union(*ways))
    digits = q.removeprefix("#")
    is_number = digits.isascii() and digits.isdigit() and int(digits) <= LARGEST_ID
    return or_(named, User.id == int(digits)) if is_number else named


def _start(query: PeopleQuery) -> list[ColumnElement[bool]]:
    if query.cursor is None:
        return []
    sort, name, number = decode_cursor(query.cursor, str, str, int)
    if sort != query.sort:
        raise BadCursor
    if query.sort is PeopleSort.name:
        return [tuple_(User.name, User.id) > tuple_(name, number)]
    return [User.id < number]


def _cursor(last: PersonFound, query: PeopleQuery) -> str:
    return encode_cursor(query.sort, last.name, last.id)
