"""The people of organizations, and the organizations of people."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.types import BigInteger

from deskbell.core.auth import Act, Actor
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor, whole
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.organizations.members.schemas import (
    MemberPerson,
    MemberRead,
    MembershipRead,
    MyOrganizationRead,
)
from deskbell.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationMember,
    OrganizationRemoval,
    Role,
)
from deskbell.organizations.queries import own, seen_by, sharing_of
from deskbell.organizations.sight import (
    addresses_at,
    at_domain,
    manages,
    organizations_seen,
    presumed_organizations,
)
from deskbell.permissions.checking import require
from deskbell.users.models import User, UserAddress

Source = AsyncConnection | AsyncSession

_EMAIL = (
    select(UserAddress.address)
    .where(UserAddress.user_id == User.id, UserAddress.is_primary)
    .correlate(User)
    .scalar_subquery()
)
_OF_MEMBER = (
    OrganizationMember.role,
    func.coalesce(manages(), false()).label("managing"),
    OrganizationMember.manager_until,
    OrganizationMember.named,
    OrganizationMember.follows_new,
    OrganizationMember.is_default,
)


def _person(actor: Actor) -> ColumnElement[int]:
    return bindparam("actor_user_id", actor.user_id or 0, type_=BigInteger)


async def refuse_stranger(source: Source, actor: Actor, organization_id: int) -> None:
    """Raise unless the actor looks after this organization's people.

    Agents do with `organizations.members`, customers as its managers. `NotFound` where they may not know of
    the organization, `NotAllowed` where they only belong to it.
    """
    if actor.is_staff:
        require(actor, "organizations.members")
    named = Organization.id == organization_id
    row = (await source.execute(select(Organization.id).where(named, seen_by(actor)))).one_or_none()
    if row is None:
        raise NotFound
    if not actor.is_staff and not await is_manager(source, actor, organization_id):
        raise NotAllowed


async def is_manager(source: Source, actor: Actor, organization_id: int, *, by_role: bool = False) -> bool:
    """Whether the actor is a manager of it now; `by_role`: and not by somebody else's delegation."""
    managing = OrganizationMember.role == Role.manager if by_role else manages()
    member = select(OrganizationMember.user_id).where(
        OrganizationMember.organization_id == organization_id,
        OrganizationMember.user_id == (actor.user_id or 0),
        managing,
    )
    return (await source.execute(member)).one_or_none() is not None


async def page_of_members(
    connection: AsyncConnection,
    actor: Actor,
    organization_id: int,
    *,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[MemberRead]:
    """Those who belong to it, and those who are presumed to, by name; for who looks after its people."""
    if actor.is_staff:
        require(actor, "organizations.view")
        if (
            await connection.scalar(
                select(Organization.id).where(Organization.id == organization_id, seen_by(actor))
            )
            is None
        ):
            raise NotFound
    else:
        await refuse_stranger(connection, actor, organization_id)
    statement = _members(organization_id, verified=not actor.is_staff)
    if q:
        at = exists().where(UserAddress.user_id == User.id, UserAddress.address.icontains(q, autoescape=True))
        statement = statement.where(User.name.icontains(q, autoescape=True) | at)
    if cursor is not None:
        name, number = decode_cursor(cursor, str, int)
        statement = statement.where(tuple_(User.name, User.id) > tuple_(name, number))
    rows = (await connection.execute(statement.order_by(User.name, User.id).limit(limit + 1))).all()
    shown = rows[:limit]
    last = encode_cursor(shown[-1].user_name, shown[-1].user_id) if len(rows) > limit else None
    return Page[MemberRead](items=[_member(row) for row in shown], next_cursor=last, total=None)


async def read_member(source: Source, _actor: Actor, organization_id: int, user_id: int) -> MemberRead:
    """One of them; the caller has asked whether the actor looks after them. 404 when there is none."""
    statement = _members(organization_id, verified=False).where(User.id == user_id)
    row = (await source.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return _member(row)


def _members(organization_id: int, *, verified: bool) -> Select[*tuple[Any, ...]]:
    proven = [UserAddress.verified_at.is_not(None)] if verified else []
    removed = exists().where(
        OrganizationRemoval.organization_id == organization_id, OrganizationRemoval.user_id == User.id
    )
    presumed = (
        select(UserAddress.user_id)
        .join(OrganizationDomain, at_domain())
        .where(OrganizationDomain.organization_id == organization_id, addresses_at(organization_id), *proven)
    )
    belongs = and_(
        OrganizationMember.organization_id == organization_id, OrganizationMember.user_id == User.id
    )
    return (
        select(
            User.id.label("user_id"),
            User.name.label("user_name"),
            _EMAIL.label("email"),
            *_OF_MEMBER,
            OrganizationMember.user_id.is_(None).label("presumed"),
        )
        .select_from(User)
        .outerjoin(OrganizationMember, belongs)
        .where(or_(OrganizationMember.user_id.is_not(None), and_(User.id.in_(presumed), ~removed)))
    )


def _member(row: Row[*tuple[Any, ...]]) -> MemberRead:
    return MemberRead(
        user=MemberPerson(id=row.user_id, name=row.user_name, email=row.email),
        **_membership(row),
        presumed=row.presumed,
    )


def _membership(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "role": row.role or Role.member,
        "managing": row.managing,
        "manager_until": row.manager_until,
        "named": bool(row.named),
        "follows_new": bool(row.follows_new),
        "is_default": bool(row.is_default),
    }


def _memberships(user_id: ColumnElement[int], *, verified: bool) -> Select[*tuple[Any, ...]]:
    mine = and_(OrganizationMember.organization_id == Organization.id, OrganizationMember.user_id == user_id)
    presumed = presumed_organizations(user_id, verified=verified)
    return (
        select(*Organization.__table__.c, *_OF_MEMBER, OrganizationMember.user_id.is_(None).label("presumed"))
        .select_from(Organization)
        .outerjoin(OrganizationMember, mine)
        .where(
            Organization.merged_into_id.is_(None),
            or_(OrganizationMember.user_id.is_not(None), Organization.id.in_(presumed)),
        )
        .order_by(Organization.name, Organization.id)
    )


async def organizations_of(source: Source, actor: Actor, user_id: int) -> Page[MembershipRead]:
    """The organizations of a person, presumed ones too; for agents who may see organizations."""
    require(actor, "organizations.view")
    rows = await source.execute(_memberships(literal(user_id, BigInteger), verified=False))
    return whole(
        [
            MembershipRead(
                organization=Ref(id=row.id, name=row.name), **_membership(row), presumed=row.presumed
            )
            for row in rows
        ]
    )


async def my_organizations(source: Source, actor: Actor) -> Page[MyOrganizationRead]:
    """The actor's own organizations; those of an address that is not verified are not theirs yet."""
    person = _person(actor)
    seen = Organization.id.in_(organizations_seen(person, Act.view)).label("sees")
    rows = await source.execute(_memberships(person, verified=True).add_columns(seen))
    return whole(
        [
            MyOrganizationRead(
                organization=Ref(id=row.id, name=row.name),
                **_membership(row),
                presumed=row.presumed,
                sharing=sharing_of(row),
                sees=row.sees,
            )
            for row in rows
        ]
    )


async def is_own(source: Source, actor: Actor, organization_id: int) -> bool:
    """Whether the actor belongs to this organization, or is presumed to by a verified address."""
    statement = select(Organization.id).where(
        Organization.id == organization_id, Organization.merged_into_id.is_(None), own(actor)
    )
    return (await source.execute(statement)).one_or_none() is not None


async def system_default_of(source: Source, user_id: int) -> int | None:
    """The organization to which a person's tickets belong unless they choose another."""
    mine = select(OrganizationMember.organization_id).where(
        OrganizationMember.user_id == user_id, OrganizationMember.is_default
    )
    return (await source.execute(mine)).scalar_one_or_none()


async def system_owner_of(source: Source, user_id: int, address: str) -> int | None:
    """The organization that owns the domain of this address of a person who was not taken out of it."""
    same = func.lower(UserAddress.address) == func.lower(address)
    person = literal(user_id, BigInteger)
    statement = presumed_organizations(person, verified=False).where(same).limit(1)
    return (await source.execute(statement)).scalar_one_or_none()


async def system_followers_of_new(source: Source, organization_id: int) -> list[int]:
    """Those managers who are made followers of each new ticket."""
    statement = select(OrganizationMember.user_id).where(
        OrganizationMember.organization_id == organization_id, OrganizationMember.follows_new, manages()
    )
    return [row.user_id for row in await source.execute(statement.order_by(OrganizationMember.user_id))]


async def system_member_for_update(
    session: AsyncSession, organization_id: int, user_id: int
) -> OrganizationMember | None:
    """Somebody's membership as it is now, locked."""
    return await session.get(
        OrganizationMember, (organization_id, user_id), with_for_update=True, populate_existing=True
    )
