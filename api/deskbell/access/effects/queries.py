"""Looking at everybody's rights at once, grouped so that 100,000 accounts are a few hundred rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, Select, case, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge.models import Article
from deskbell.content.knowledge.queries import may as may_read
from deskbell.core.auth import GUEST, Act, Actor, Level
from deskbell.organizations.sight import SHARED_ACTS, viewers_of
from deskbell.permissions.queries import HELD, NOT_EXPIRED
from deskbell.permissions.registry import CUSTOMER_PERMISSIONS
from deskbell.permissions.rights import rights_in
from deskbell.user_groups.models import UserGroupMember
from deskbell.user_groups.queries import system_accounts_holding
from deskbell.users.models import User

MOST_CLASSES: Final = 250
MOST_EXAMPLES: Final = 5
MOST_ARTICLES: Final = 2_000
"""Beyond, what is shown is a part, and says so."""
_TO_GUESTS = 0


@dataclass(frozen=True, slots=True)
class CustomerClass:
    """Accounts in the same groups, which therefore hold the same; guests are one of number 0."""

    people: int
    examples: tuple[int, ...]
    permissions: frozenset[str]
    articles: frozenset[int]


ClassKey = tuple[tuple[int, ...], bool, int | None]


async def system_agents(session: AsyncSession) -> dict[int, Actor]:
    """Every agent and admin who can work, as they act in the agent panel."""
    able = (User.level >= int(Level.agent), User.disabled_at.is_(None), NOT_EXPIRED)
    found = {}
    for row in (await session.execute(select(User.id, *HELD).where(*able))).mappings():
        rights = rights_in(dict(row), Level.agent)
        found[row["id"]] = Actor(kind="user", level=Level.agent, user_id=row["id"], **rights)
    return found


async def system_customers(
    session: AsyncSession, apart: Sequence[int]
) -> tuple[dict[ClassKey, CustomerClass], bool]:
    """Everybody as a customer, by the groups they are in, and whether that is all of them.

    `apart`: accounts that the change names, each in a class of its own.
    """
    rows = (await session.execute(_classes(apart))).all()
    guests = await system_accounts_holding(session, [_TO_GUESTS], tuple(CUSTOMER_PERMISSIONS))
    shown = rows[:MOST_CLASSES]
    first = [min(row.examples) for row in shown]
    held = await system_accounts_holding(session, first, tuple(CUSTOMER_PERMISSIONS))
    found = {}
    for row, number in zip(shown, first, strict=True):
        reader = Actor(kind="user", level=Level.user, user_id=number)
        articles = await _articles(session, reader)
        examples = tuple(sorted(row.examples))
        key = (tuple(row.groups or ()), row.claimed, row.apart)
        found[key] = CustomerClass(row.people, examples, held[number], articles)
    everyone = CustomerClass(0, (), guests[_TO_GUESTS], await _articles(session, GUEST))
    found[(), False, _TO_GUESTS] = everyone
    return found, len(rows) <= MOST_CLASSES


def _classes(apart: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """(groups, claimed, the account where it stands apart, how many people, some of them)."""
    member = UserGroupMember
    joined = (
        select(
            member.user_id,
            func.array_agg(aggregate_order_by(member.group_id, member.group_id)).label("groups"),
        )
        .group_by(member.user_id)
        .subquery()
    )
    groups = func.coalesce(joined.c.groups, literal([], ARRAY(BigInteger)))
    claimed = User.claimed_at.is_not(None)
    alone = case((User.id.in_(apart), User.id))
    some = func.array_agg(aggregate_order_by(User.id, User.id))[1:MOST_EXAMPLES]
    people = (
        select(
            groups.label("groups"),
            claimed.label("claimed"),
            alone.label("apart"),
            func.count().label("people"),
            some.label("examples"),
        )
        .outerjoin(joined, joined.c.user_id == User.id)
        .where(User.disabled_at.is_(None), NOT_EXPIRED)
    )
    return people.group_by(groups, claimed, alone).order_by(func.count().desc()).limit(MOST_CLASSES + 1)


async def _articles(session: AsyncSession, reader: Actor) -> frozenset[int]:
    statement = select(Article.id).where(may_read(reader)).order_by(Article.id).limit(MOST_ARTICLES)
    return frozenset(await session.scalars(statement))


async def system_sharing(session: AsyncSession, organization_id: int) -> dict[Act, frozenset[int]]:
    """Who may do what on the tickets of the others of an organization."""
    this = func.array(select(literal(organization_id, BigInteger)).scalar_subquery())
    found = {}
    for act in SHARED_ACTS:
        people = viewers_of(this, act).subquery()
        able = select(people.c.user_id).join(User, User.id == people.c.user_id)
        found[act] = frozenset(await session.scalars(able.where(User.disabled_at.is_(None))))
    return found
