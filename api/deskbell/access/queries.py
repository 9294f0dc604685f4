"""Reading what is granted: of one person, of an organization, of what stands in the knowledge base.

Nothing here decides; the questions that decide are asked of the product's own predicates (`asking`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.access.facts import (
    Account,
    AgentGroupFacts,
    Opened,
    OrganizationFacts,
    Shelf,
    UserGroupFacts,
    guest_of,
)
from deskbell.access.grants import Thing
from deskbell.audit.naming import NAMES
from deskbell.content.knowledge.models import Article, ArticleAudience, Category, CategoryAudience
from deskbell.content.knowledge.queries import may as may_read
from deskbell.content.knowledge.queries import seen_categories, system_way_to
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.pagination import Ref
from deskbell.core.problems import NotFound
from deskbell.departments.models import DepartmentAccess
from deskbell.events.event import Event
from deskbell.events.models import StoredEvent
from deskbell.organizations.models import Organization, OrganizationMember
from deskbell.organizations.sight import organizations_seen, presumed_organizations
from deskbell.permissions.models import (
    AgentGroup,
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
    AgentPermission,
    AgentTerms,
)
from deskbell.permissions.registry import opened_by
from deskbell.teams.models import TeamMember
from deskbell.user_groups.models import UserGroup, UserGroupMember, UserGroupPermission
from deskbell.users.models import User, UserAddress


async def system_account(session: AsyncSession, user_id: int | None) -> Account | None:
    """Somebody with all that is granted to them; the guest for no number."""
    groups = await _user_groups(session, user_id)
    if user_id is None:
        return guest_of(groups)
    proven = exists().where(UserAddress.user_id == User.id, UserAddress.verified_at.is_not(None))
    over = exists().where(AgentTerms.user_id == User.id, AgentTerms.expires_at <= func.now())
    columns = (User.level, User.disabled_at, User.claimed_at, proven.label("proven"), over.label("over"))
    row = (await session.execute(select(*columns).where(User.id == user_id))).one_or_none()
    if row is None:
        return None
    own = select(AgentPermission.permission).where(AgentPermission.user_id == user_id)
    given = select(DepartmentAccess).where(DepartmentAccess.user_id == user_id)
    teams = select(TeamMember.team_id).where(TeamMember.user_id == user_id)
    return Account(
        user_id=user_id,
        level=Level(row.level),
        enabled=row.disabled_at is None,
        expired=row.over,
        claimed=row.claimed_at is not None,
        verified=row.proven,
        permissions=opened_by(frozenset(await session.scalars(own))),
        departments=tuple(_opened(await session.scalars(given))),
        teams=frozenset(await session.scalars(teams)),
        agent_groups=await _agent_groups(session, user_id),
        user_groups=groups,
    )


async def system_level(session: AsyncSession, user_id: int) -> Level:
    """The level of an account. Raises `NotFound`."""
    level = await session.scalar(select(User.level).where(User.id == user_id))
    if level is None:
        raise NotFound
    return Level(level)


def _opened(rows: Iterable[DepartmentAccess | AgentGroupDepartment]) -> list[Opened]:
    return [Opened(row.department_id, row.access, row.with_children) for row in rows]


async def _agent_groups(session: AsyncSession, user_id: int) -> tuple[AgentGroupFacts, ...]:
    joined = exists().where(AgentGroupMember.group_id == AgentGroup.id, AgentGroupMember.user_id == user_id)
    over = AgentGroup.expires_at <= func.now()
    columns = (
        AgentGroup.id,
        AgentGroup.kind,
        joined.label("joined"),
        func.coalesce(over, False).label("over"),
    )
    named: dict[int, set[str]] = defaultdict(set)
    for row in await session.execute(select(AgentGroupPermission.group_id, AgentGroupPermission.permission)):
        named[row.group_id].add(row.permission)
    opened: dict[int, list[Opened]] = defaultdict(list)
    for given in await session.scalars(select(AgentGroupDepartment)):
        opened[given.group_id] += _opened([given])
    return tuple(
        AgentGroupFacts(
            row.id, row.kind, row.joined, row.over, opened_by(frozenset(named[row.id])), tuple(opened[row.id])
        )
        for row in await session.execute(select(*columns).order_by(AgentGroup.id))
    )


async def _user_groups(session: AsyncSession, user_id: int | None) -> tuple[UserGroupFacts, ...]:
    mine = (UserGroupMember.group_id == UserGroup.id, UserGroupMember.user_id == user_id)
    names = select(UserGroupPermission.permission).where(UserGroupPermission.group_id == UserGroup.id)
    held = func.array(names.correlate(UserGroup).scalar_subquery())
    columns = (UserGroup.id, UserGroup.kind, exists().where(*mine).label("joined"), held.label("held"))
    return tuple(
        UserGroupFacts(row.id, row.kind, row.joined, frozenset(row.held))
        for row in await session.execute(select(*columns).order_by(UserGroup.id))
    )


async def system_organization(
    session: AsyncSession, organization_id: int, user_id: int | None
) -> OrganizationFacts | None:
    """An organization, and what somebody is in it."""
    row = await session.get(Organization, organization_id, populate_existing=True)
    if row is None:
        return None
    member = OrganizationMember
    mine = (member.organization_id == organization_id, member.user_id == user_id)
    handed = func.coalesce(member.manager_until > func.now(), False).label("handed")
    found = (await session.execute(select(member.role, member.named, handed).where(*mine))).one_or_none()
    who = literal(user_id, BigInteger)
    this = literal(organization_id, BigInteger)
    proven, named = (this.in_(presumed_organizations(who, verified=only)) for only in (True, False))
    is_presumed, would_be = (await session.execute(select(proven, named))).one()
    return OrganizationFacts(
        id=organization_id,
        modes={"see": row.see, "reply": row.reply, "close": row.close},
        role=None if found is None else found.role,
        delegated=found is not None and found.handed,
        named=found is not None and found.named,
        presumed=is_presumed,
        presumable=would_be,
    )


async def system_shelves(session: AsyncSession, thing: Thing) -> tuple[Shelf, ...] | None:
    """The article and the categories above it, from the top; None where anything of it was put away."""
    kind, number = thing
    found: list[Shelf] = []
    category_id = number
    if kind == "article":
        article = await session.get(Article, number, populate_existing=True)
        if article is None or article.deleted_at is not None:
            return None
        named = select(ArticleAudience.group_id).where(ArticleAudience.article_id == number)
        groups = frozenset(await session.scalars(named))
        published = article.published_at is not None
        found.append(Shelf("article", number, article.audience, groups, published))
        category_id = article.category_id
    for each in reversed(await system_way_to(session, category_id)):
        row = await session.get(Category, each.id, populate_existing=True)
        if row is None or row.deleted_at is not None:
            return None
        wanted = select(CategoryAudience.group_id).where(CategoryAudience.category_id == each.id)
        groups = frozenset(await session.scalars(wanted))
        found.append(Shelf("category", each.id, row.audience, groups))
    return tuple(reversed(found)) or None


async def shelf_seen(session: AsyncSession, actor: Actor, thing: Thing) -> bool:
    """Whether the actor may read the article, or sees the category."""
    kind, number = thing
    if kind == "article":
        seen = select(Article.id).where(may_read(actor), Article.id == number)
    else:
        seen = select(Category.id).where(Category.id.in_(seen_categories(actor)), Category.id == number)
    return await session.scalar(seen) is not None


async def system_names(
    connection: AsyncConnection | AsyncSession, things: Iterable[Thing]
) -> Mapping[Thing, str]:
    """What things are called now; one question for each kind."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in things:
        numbers[kind].add(number)
    found: dict[Thing, str] = {}
    for kind, wanted in numbers.items():
        if kind in NAMES:
            column, name = NAMES[kind]
            rows = await connection.execute(select(column, name).where(column.in_(wanted)))
            found |= {(kind, row[0]): row[1] for row in rows}
    return found


async def system_restrictions(session: AsyncSession, user_id: int) -> Sequence[AgentGroup | AgentTerms]:
    """What cuts an agent down: their own terms, and those of their groups, as rows."""
    mine = select(AgentGroupMember.group_id).where(AgentGroupMember.user_id == user_id)
    own = await session.scalars(select(AgentTerms).where(AgentTerms.user_id == user_id))
    groups = await session.scalars(select(AgentGroup).where(AgentGroup.id.in_(mine)).order_by(AgentGroup.id))
    return [*own, *groups]


async def system_event(session: AsyncSession, event_id: int) -> StoredEvent | None:
    """An event as it was stored."""
    return await session.get(StoredEvent, event_id)


def _about(fact: Event) -> tuple[ColumnElement[bool], ...]:
    of = StoredEvent
    return of.ticket_id.is_(None), of.subject_type == fact.subject, of.subject_id == fact.subject_id


async def system_last_fact(session: AsyncSession, fact: Event) -> int:
    """The number of the last event about the same thing; 0 where it is forgotten."""
    return await session.scalar(select(func.max(StoredEvent.id)).where(*_about(fact))) or 0


async def system_facts_since(
    session: AsyncSession, fact: Event, last: int
) -> list[tuple[int, str, dict[str, Any]]]:
    """The later events about the same thing: (number, type, data)."""
    columns = (StoredEvent.id, StoredEvent.type, StoredEvent.data)
    rows = await session.execute(select(*columns).where(*_about(fact), StoredEvent.id > last))
    return [(row.id, row.type, row.data) for row in rows]


async def system_accounts_after(
    session: AsyncSession, last: int, only: Sequence[int] | None, limit: int
) -> Sequence[Row[Any]]:
    """Accounts that can work, by number: (id, name, level, claimed, groups)."""
    member = select(UserGroupMember.group_id).where(UserGroupMember.user_id == User.id)
    groups = func.array(member.order_by(UserGroupMember.group_id).correlate(User).scalar_subquery())
    columns = (User.id, User.name, User.level, User.claimed_at.is_not(None).label("claimed"))
    statement = select(*columns, groups.label("groups")).where(User.id > last, User.disabled_at.is_(None))
    if only is not None:
        statement = statement.where((User.level > int(Level.user)) | User.id.in_(only))
    return (await session.execute(statement.order_by(User.id).limit(limit))).all()


async def articles_seen(session: AsyncSession, actor: Actor) -> int:
    """How many articles the actor may read."""
    return await session.scalar(select(func.count()).select_from(Article).where(may_read(actor))) or 0


async def system_organizations_shared(session: AsyncSession, user_id: int) -> list[Ref]:
    """The organizations whose tickets a person sees, by name."""
    seen = organizations_seen(literal(user_id, BigInteger), Act.view)
    columns = (Organization.id, Organization.name)
    rows = await session.execute(
        select(*columns).where(Organization.id.in_(seen)).order_by(Organization.name)
    )
    return [Ref(id=row.id, name=row.name) for row in rows]
