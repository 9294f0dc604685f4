"""Which organizations an actor may see, and the lists made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, false, func, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import BigInteger

from deskbell.core.auth import Actor, Level
from deskbell.core.fields import in_utc
from deskbell.core.pagination import COUNT_LIMIT, BadCursor, Page, Ref, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.organizations.models import Organization, OrganizationDomain, OrganizationMember
from deskbell.organizations.schemas import (
    OrganizationListQuery,
    OrganizationRead,
    OrganizationSort,
    OrganizationSummary,
    SharingRead,
)
from deskbell.organizations.sight import presumed_organizations
from deskbell.permissions.checking import holds
from deskbell.users.models import User

Source = AsyncConnection | AsyncSession
STRUCTURE_LOCK = 0x0A6A71  # any number that no other advisory lock has
Above = aliased(Organization, name="above")

_DOMAIN = case((OrganizationDomain.subdomains, "."), else_="").op("||")(OrganizationDomain.domain)
_DOMAINS = func.array(
    select(_DOMAIN)
    .where(OrganizationDomain.organization_id == Organization.id)
    .order_by(OrganizationDomain.domain)
    .correlate(Organization)
    .scalar_subquery()
)
_MEMBERS = (
    select(func.count())
    .where(OrganizationMember.organization_id == Organization.id)
    .correlate(Organization)
    .scalar_subquery()
)
_ROWS = (
    select(
        *Organization.__table__.c,
        User.name.label("account_manager"),
        Above.name.label("parent"),
        _DOMAINS.label("domains"),
        _MEMBERS.label("member_count"),
    )
    .select_from(Organization)
    .outerjoin(User, User.id == Organization.account_manager_id)
    .outerjoin(Above, Above.id == Organization.parent_id)
)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The organizations that an actor may know of: agents with the permission all, customers their own."""
    standing = Organization.merged_into_id.is_(None)
    if actor.kind == "system":
        return standing
    if actor.is_staff:
        return standing & (true() if holds(actor, "organizations.view") else false())
    return standing & own(actor)


def own(actor: Actor) -> ColumnElement[bool]:
    """The organizations to which the actor belongs, or is presumed to by a verified address."""
    if actor.level is not Level.user:
        return false()
    user_id = bindparam("actor_user_id", actor.user_id, type_=BigInteger)
    member = select(OrganizationMember.organization_id).where(OrganizationMember.user_id == user_id)
    presumed = presumed_organizations(user_id, verified=True)
    return or_(Organization.id.in_(member), Organization.id.in_(presumed))


def visible_to(actor: Actor) -> Select[Organization]:
    """The organizations that an actor may know of, as rows for verbs."""
    return select(Organization).where(seen_by(actor))


async def read_organization(source: Source, actor: Actor, organization_id: int) -> OrganizationRead:
    """One organization with all that agents know of it. 404 when there is none for this agent."""
    allowed = seen_by(actor) if actor.is_staff else false()
    row = (await source.execute(_ROWS.where(Organization.id == organization_id, allowed))).one_or_none()
    if row is None:
        raise NotFound
    return OrganizationRead(
        **_summary(row),
        description=row.description,
        website=row.website,
        phone=row.phone,
        notes=row.notes,
        sharing=sharing_of(row),
    )


def sharing_of(row: Any) -> SharingRead:  # noqa: ANN401 - a row with an organization's columns
    """What is shared in an organization."""
    return SharingRead(see=row.see, reply=row.reply, close=row.close, private_allowed=row.private_allowed)


async def page_of_organizations(
    connection: AsyncConnection, actor: Actor, query: OrganizationListQuery
) -> Page[OrganizationSummary]:
    """A page of the organizations, for agents who may see them."""
    where = [seen_by(actor) if actor.is_staff else false(), *_conditions(query)]
    statement = _after(_ROWS.where(*where), query).limit(query.limit + 1)
    rows = (await connection.execute(statement)).all()
    counted = select(Organization.id).where(*where).limit(COUNT_LIMIT + 1).subquery()
    items = [OrganizationSummary(**_summary(row)) for row in rows[: query.limit]]
    return Page[OrganizationSummary](
        items=items,
        next_cursor=_cursor(items[-1], query.sort) if len(rows) > query.limit else None,
        total=await connection.scalar(select(func.count()).select_from(counted)) if query.count else None,
    )


def _conditions(query: OrganizationListQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.q:
        by_domain = select(OrganizationDomain.organization_id).where(
            OrganizationDomain.domain.icontains(query.q, autoescape=True)
            | OrganizationDomain.spelled.icontains(query.q, autoescape=True)
        )
        named = Organization.name.icontains(query.q, autoescape=True)
        found.append(or_(named, Organization.id.in_(by_domain)))
    if query.label:
        found.append(Organization.labels.contains(query.label))
    if query.account_manager_id is not None:
        found.append(Organization.account_manager_id == query.account_manager_id)
    if query.parent_id is not None:
        found.append(Organization.parent_id == query.parent_id)
    return found


def _after(statement: Select[*tuple[Any, ...]], query: OrganizationListQuery) -> Select[*tuple[Any, ...]]:
    by_name = query.sort is OrganizationSort.name
    if query.cursor is not None:
        sort, value, number = decode_cursor(query.cursor, str, str, int)
        if sort != query.sort:
            raise BadCursor
        here = tuple_(Organization.name if by_name else Organization.updated_at, Organization.id)
        last = tuple_(value if by_name else _moment(value), number)
        statement = statement.where(here > last if by_name else here < last)
    if by_name:
        return statement.order_by(Organization.name, Organization.id)
    return statement.order_by(Organization.updated_at.desc(), Organization.id.desc())


def _cursor(last: OrganizationSummary, sort: OrganizationSort) -> str:
    value = last.name if sort is OrganizationSort.name else last.updated_at.isoformat()
    return encode_cursor(sort, value, last.id)


def _moment(value: str) -> datetime:
    try:
        return in_utc(datetime.fromisoformat(value))
    except ValueError:
        raise BadCursor from None


def _summary(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    manager, parent = row.account_manager_id, row.parent_id
    return {
        "id": row.id,
        "name": row.name,
        "labels": row.labels,
        "account_manager": None if manager is None else Ref(id=manager, name=row.account_manager),
        "parent": None if parent is None else Ref(id=parent, name=row.parent),
        "domains": row.domains,
        "member_count": row.member_count,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


async def system_organization_for_update(session: AsyncSession, organization_id: int) -> Organization | None:
    """An organization as it is now, locked against other changes; none that was merged."""
    statement = select(Organization).where(
        Organization.id == organization_id, Organization.merged_into_id.is_(None)
    )
    locked = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return await session.scalar(locked)


async def system_lock_structure(session: AsyncSession) -> None:
    """Let one transaction at a time change whose a domain is and what stands below what."""
    await session.execute(select(func.pg_advisory_xact_lock(STRUCTURE_LOCK)))


async def system_stands_below(session: AsyncSession, organization_id: int, above_id: int) -> bool:
    """Whether an organization is the other one, or stands below it over however many others."""
    start = select(Organization.id, Organization.parent_id).where(Organization.id == organization_id)
    chain = start.cte("chain", recursive=True)
    upward = select(Organization.id, Organization.parent_id).join(chain, Organization.id == chain.c.parent_id)
    chain = chain.union(upward)
    found = select(chain.c.id).where(chain.c.id == above_id)
    return await session.scalar(found) is not None
