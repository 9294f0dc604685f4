"""Reading who is in a group, and who could be."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    String,
    and_,
    any_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import COUNT_LIMIT, Page, Ref, decode_cursor, encode_cursor
from deskbell.user_groups.directory.queries import visible_to
from deskbell.user_groups.members.schemas import GroupMemberRead
from deskbell.user_groups.models import GroupKind, UserGroup, UserGroupMember
from deskbell.user_groups.rule import GroupRule
from deskbell.user_groups.schemas import UserGroupOfPerson, UserGroupRead
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import seen_by
from deskbell.users.schemas import level_name

_EMAIL = (
    select(UserAddress.address)
    .where(UserAddress.user_id == User.id, UserAddress.is_primary)
    .scalar_subquery()
    .label("email")
)


def _joined(group_id: int) -> ColumnElement[bool]:
    return (UserGroupMember.group_id == group_id) & (UserGroupMember.user_id == User.id)


async def page_of_members(
    connection: AsyncConnection,
    actor: Actor,
    group: UserGroupRead,
    *,
    q: str | None,
    cursor: str | None,
    limit: int,
    count: bool,
) -> Page[GroupMemberRead]:
    """The members whom the actor may see, by name. Of the built-in groups: all whom they are made for."""
    is_own = group.kind == GroupKind.own
    by_rule = UserGroupMember.by_rule.label("by_rule") if is_own else true().label("by_rule")
    rows = select(User.id, User.name, _EMAIL, User.level, by_rule)
    if is_own:
        rows = rows.join(UserGroupMember, _joined(group.id))
    else:
        rows = rows.where(User.claimed_at.is_not(None) if group.kind == GroupKind.registered else true())
    rows = rows.where(seen_by(actor), *_searched(q))
    counted = rows.with_only_columns(User.id).limit(COUNT_LIMIT + 1).subquery()
    total = await connection.scalar(select(func.count()).select_from(counted)) if count else None
    if cursor is not None:
        rows = rows.where(tuple_(User.name, User.id) > tuple_(*decode_cursor(cursor, str, int)))
    found = (await connection.execute(rows.order_by(User.name, User.id).limit(limit + 1))).mappings().all()
    items = [GroupMemberRead(**dict(row) | {"level": level_name(row["level"])}) for row in found[:limit]]
    more = encode_cursor(items[-1].name, items[-1].id) if len(found) > limit else None
    return Page[GroupMemberRead](items=items, next_cursor=more, total=total)


def _searched(q: str | None) -> list[ColumnElement[bool]]:
    if not q:
        return []
    addresses = select(UserAddress.user_id).where(UserAddress.address.icontains(q, autoescape=True))
    return [or_(User.name.icontains(q, autoescape=True), User.id.in_(addresses))]


def _changeable(actor: Actor) -> ColumnElement[bool]:
    """Agents change who is in a group among customers, admins among all (domain.md section 4)."""
    return seen_by(actor) if actor.level >= Level.admin else and_(seen_by(actor), User.level == Level.user)


async def changeable_among(session: AsyncSession, actor: Actor, user_ids: Sequence[int]) -> set[int]:
    """Those of these accounts whose groups the actor may change, but for their own."""
    named = bindparam("user_ids", list(user_ids), type_=ARRAY(BigInteger))
    return set(await session.scalars(select(User.id).where(User.id == any_(named), _changeable(actor))))


async def changeable_by_address(
    session: AsyncSession, actor: Actor, addresses: Sequence[str]
) -> dict[str, int]:
    """Who has these addresses, given in small letters; those whose groups the actor may change."""
    named = bindparam("addresses", list(addresses), type_=ARRAY(String))
    address = func.lower(UserAddress.address)
    rows = select(address, User.id).join(User, User.id == UserAddress.user_id)
    found = await session.execute(rows.where(address == any_(named), _changeable(actor)))
    return {row[0]: row[1] for row in found}


async def system_members(session: AsyncSession, group_id: int, user_ids: Sequence[int]) -> Mapping[int, bool]:
    """Who of these is in the group: number to whether only its rule put them in."""
    named = bindparam("user_ids", list(user_ids), type_=ARRAY(BigInteger))
    rows = select(UserGroupMember.user_id, UserGroupMember.by_rule)
    found = await session.execute(
        rows.where(UserGroupMember.group_id == group_id, UserGroupMember.user_id == any_(named))
    )
    return {row.user_id: row.by_rule for row in found}


def system_matching(rule: GroupRule) -> ColumnElement[bool]:
    """The accounts for which a group's rule holds; never a program's."""
    holds: list[ColumnElement[bool]] = [User.is_service.is_(False)]
    if rule.domains:
        holds.append(_of_domain(rule.domains))
    if rule.languages:
        holds.append(User.language.in_(rule.languages))
    if rule.time_zones:
        holds.append(User.time_zone.in_(rule.time_zones))
    if rule.claimed:
        holds.append(User.claimed_at.is_not(None))
    return and_(*holds)


def _of_domain(domains: Sequence[str]) -> ColumnElement[bool]:
    """A verified address of one of these domains: what only a mail says proves nothing."""
    domain = func.lower(func.split_part(UserAddress.address, "@", 2))
    below = [domain.endswith(each, autoescape=True) for each in domains if each.startswith(".")]
    exactly = domain.in_([each.removeprefix(".") for each in domains])
    return exists().where(
        UserAddress.user_id == User.id, UserAddress.verified_at.is_not(None), or_(exactly, *below)
    )


async def system_ruled_groups(session: AsyncSession) -> list[tuple[int, dict[str, Any]]]:
    """Every group that has a rule, with it, held as it is."""
    rows = select(UserGroup.id, UserGroup.rule).where(UserGroup.rule.is_not(None)).order_by(UserGroup.id)
    return [(row[0], row[1]) for row in await session.execute(rows.with_for_update(read=True))]


async def groups_of_person(
    connection: AsyncConnection | AsyncSession, actor: Actor, user_id: int
) -> list[UserGroupOfPerson] | None:
    """The groups in which somebody is, the built-in ones first; nothing where the actor can't see them."""
    found = await connection.execute(select(User.claimed_at).where(User.id == user_id, seen_by(actor)))
    person = found.one_or_none()
    if person is None:
        return None
    joined = (UserGroupMember.group_id == UserGroup.id) & (UserGroupMember.user_id == user_id)
    rows = select(UserGroup.id, UserGroup.name, UserGroup.kind, UserGroupMember.by_rule).outerjoin(
        UserGroupMember, joined
    )
    built_in = UserGroup.kind != GroupKind.own
    rows = rows.where(or_(built_in, UserGroupMember.user_id.is_not(None)))
    rows = rows.order_by(UserGroup.kind == GroupKind.own, UserGroup.kind, UserGroup.name)
    groups = [
        UserGroupOfPerson(**dict(row) | {"by_rule": row["by_rule"] is not False})
        for row in (await connection.execute(rows)).mappings()
    ]
    registered = person.claimed_at is not None or any(each.kind == GroupKind.own for each in groups)
    return [each for each in groups if each.kind != GroupKind.registered or registered]


async def own_groups_among(session: AsyncSession, actor: Actor, group_ids: Sequence[int]) -> set[int]:
    """Those of these groups that take members; for agents."""
    named = bindparam("group_ids", list(group_ids), type_=ARRAY(BigInteger))
    rows = select(UserGroup.id).where(UserGroup.id == any_(named), UserGroup.kind == GroupKind.own)
    return set(await session.scalars(rows)) if actor.is_staff else set()


async def people_in(
    source: AsyncConnection | AsyncSession, actor: Actor, group_id: int
) -> ColumnElement[bool] | None:
    """Which rows of `users` are in this group; nothing where the actor may not know of it.

    In *Everyone* is every account, in *Registered* every claimed one and whoever is in an own group.
    """
    named = visible_to(actor).with_only_columns(UserGroup.kind).where(UserGroup.id == group_id)
    kind = (await source.execute(named)).scalar_one_or_none()
    if kind is None:
        return None
    if kind == GroupKind.everyone:
        return true()
    members = select(UserGroupMember.user_id)
    if kind == GroupKind.registered:
        return or_(User.claimed_at.is_not(None), User.id.in_(members))
    return User.id.in_(members.where(UserGroupMember.group_id == group_id))


async def groups_of_people(
    source: AsyncConnection | AsyncSession, actor: Actor, user_ids: Sequence[int]
) -> dict[int, list[Ref]]:
    """The own groups in which these people are, by name; for agents. Whom the actor sees, the caller says."""
    named = bindparam("user_ids", list(user_ids), type_=ARRAY(BigInteger))
    rows = (
        select(UserGroupMember.user_id, UserGroup.id, UserGroup.name)
        .join(UserGroup, UserGroup.id == UserGroupMember.group_id)
        .where(UserGroupMember.user_id == any_(named), true() if actor.is_staff else false())
        .order_by(UserGroup.name, UserGroup.id)
    )
    found: dict[int, list[Ref]] = {}
    for row in await source.execute(rows):
        found.setdefault(row.user_id, []).append(Ref(id=row.id, name=row.name))
    return found
