"""What an agent holds, read in one go with whatever says who is asking.

The columns stand in the statements that turn a session or a key into an actor, so that grants are those of
this moment and cost no statement of their own.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Label,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared, Source
from deskbell.departments.events import Access
from deskbell.departments.models import Department, DepartmentAccess, DepartmentAncestor
from deskbell.permissions.models import (
    AgentGroup,
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
    AgentPermission,
    AgentTerms,
)
from deskbell.permissions.rights import as_address, rights_in
from deskbell.teams.models import TeamMember
from deskbell.users.models import User

_reached = (
    select(Department.id.label("ancestor_id"), Department.id.label("department_id"))
    .union_all(select(DepartmentAncestor.ancestor_id, DepartmentAncestor.department_id))
    .subquery("reached")
)
"""Which departments an access to one reaches: itself, and all below it where it is given so."""
_AGENT: Final[ColumnElement[int]] = literal_column(str(int(Level.agent)))
_IS_AGENT: Final = User.level >= _AGENT
Of = InstrumentedAttribute[int]
Given = type[DepartmentAccess] | type[AgentGroupDepartment]


def _own(user_id: ColumnElement[int] | Of, *columns: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    return _through(DepartmentAccess, *columns).where(DepartmentAccess.user_id == user_id)


def _by_group(user_id: ColumnElement[int] | Of, *columns: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    return (
        _through(AgentGroupDepartment, *columns)
        .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroupDepartment.group_id)
        .where(AgentGroupMember.user_id == user_id)
    )


def _through(given: Given, *columns: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    below = or_(given.with_children, _reached.c.department_id == _reached.c.ancestor_id)
    found = select(*columns).select_from(_reached)
    return found.join(given, given.department_id == _reached.c.ancestor_id).where(below)


def system_departments_of(user_id: ColumnElement[int] | Of) -> CompoundSelect[Any]:
    """The departments whose tickets an account sees, by itself and by its groups, children resolved."""
    number = _reached.c.department_id
    own = _own(user_id, number).where(DepartmentAccess.access == "full")
    return own.union(_by_group(user_id, number).where(AgentGroupDepartment.access == "full"))


def _signed(access: Of | InstrumentedAttribute[str]) -> ColumnElement[int]:
    """A department's number, below zero for access that only moves tickets into it: one array for both."""
    return case((access == "full", _reached.c.department_id), else_=-_reached.c.department_id)


_reach = (
    _own(User.id, _signed(DepartmentAccess.access))
    .correlate(User)
    .union(_by_group(User.id, _signed(AgentGroupDepartment.access)).correlate(User))
)


def _if_agent(rows: Any, kind: type[BigInteger] | type[String], name: str) -> Label[Any]:  # noqa: ANN401 - any select of one column
    """The rows as an array; null, and nothing looked up, for customers."""
    return case((_IS_AGENT, func.array(rows.scalar_subquery(), type_=ARRAY(kind)))).label(name)


_grants = (
    select(AgentPermission.permission)
    .where(AgentPermission.user_id == User.id)
    .correlate(User)
    .union(
        select(AgentGroupPermission.permission)
        .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroupPermission.group_id)
        .where(AgentGroupMember.user_id == User.id)
        .correlate(User)
    )
)
_teams = select(TeamMember.team_id).where(TeamMember.user_id == User.id).correlate(User)

_own_ceiling = select(AgentTerms.records_an_hour).where(AgentTerms.user_id == User.id)
_group_ceiling = (
    select(func.min(AgentGroup.records_an_hour))
    .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroup.id)
    .where(AgentGroupMember.user_id == User.id)
)
_ceiling = func.least(
    _own_ceiling.correlate(User).scalar_subquery(), _group_ceiling.correlate(User).scalar_subquery()
)

HELD: Final = (
    _if_agent(_grants, String, "grants"),
    _if_agent(_reach, BigInteger, "reach"),
    _if_agent(_teams, BigInteger, "teams"),
    case((User.level == _AGENT, _ceiling)).label("records_an_hour"),
)
"""Columns for a select from `users`; `rights_in` reads them."""

_terms_over = select(AgentTerms.user_id).where(
    AgentTerms.user_id == User.id, AgentTerms.expires_at <= func.now()
)
_group_over = (
    select(AgentGroup.id)
    .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroup.id)
    .where(AgentGroupMember.user_id == User.id, AgentGroup.expires_at <= func.now())
)
NOT_EXPIRED: Final = or_(
    User.level != _AGENT,
    ~or_(_terms_over.correlate(User).exists(), _group_over.correlate(User).exists()),
)
"""For a select from `users`: whether the account has not come to its end. Restrictions bind no admin."""

_bounds = (
    select(AgentTerms.addresses)
    .where(AgentTerms.user_id == User.id)
    .correlate(User)
    .union_all(
        select(AgentGroup.addresses)
        .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroup.id)
        .where(AgentGroupMember.user_id == User.id)
        .correlate(User)
    )
    .lateral("bounds")
)
_from_inside = cast(bindparam("address", type_=String), INET).bool_op("<<=")(func.any(_bounds.c.addresses))
_bounded = func.cardinality(_bounds.c.addresses) > literal_column("0")
COMES_FROM_INSIDE: Final = or_(
    User.level != _AGENT,
    ~select(literal_column("1"))
    .select_from(_bounds)
    .where(_bounded, ~func.coalesce(_from_inside, false()))
    .correlate(User)
    .exists(),
)
"""For a select from `users`: whether `:address` is in every set of networks that binds the agent."""
_MAY_COME = Prepared(
    select(COMES_FROM_INSIDE.label("inside")).where(User.id == bindparam("user_id", type_=BigInteger))
)
_needed = (
    select(AgentTerms.second_factor_required)
    .where(AgentTerms.user_id == User.id)
    .correlate(User)
    .union_all(
        select(AgentGroup.second_factor_required)
        .join(AgentGroupMember, AgentGroupMember.group_id == AgentGroup.id)
        .where(AgentGroupMember.user_id == User.id)
        .correlate(User)
    )
)

_ABLE = and_(User.disabled_at.is_(None), NOT_EXPIRED).label("able")
_OF_ACCOUNT = Prepared(
    select(User.level, _ABLE, *HELD).where(User.id == bindparam("user_id", type_=BigInteger))
)


async def system_actor_of(source: Source, user_id: int, highest: Level = Level.admin) -> Actor:
    """The account as an actor with the rights of this moment, at most on this level.

    Whoever is gone, disabled or expired has a guest's.
    """
    row = await _OF_ACCOUNT.one_or_none(source, {"user_id": user_id})
    if row is None or not row["able"]:
        return Actor(kind="user", level=Level.guest, user_id=user_id)
    level = Level(min(row["level"], highest))
    return Actor(kind="user", level=level, user_id=user_id, **rights_in(row, level))


async def system_group_for_update(session: AsyncSession, group_id: int) -> AgentGroup | None:
    """A group of agents as it is now, locked against other changes."""
    return await session.get(AgentGroup, group_id, with_for_update=True, populate_existing=True)


async def system_version_of(connection: AsyncConnection | AsyncSession, user_id: int) -> int:
    """How often the rights of an agent were changed; the first version is 1."""
    return await connection.scalar(select(AgentTerms.version).where(AgentTerms.user_id == user_id)) or 1


async def system_permissions_of_groups(
    connection: AsyncConnection | AsyncSession, group_ids: Sequence[int]
) -> dict[int, list[str]]:
    """What groups give, by name or mark as it is stored, in order."""
    found: dict[int, list[str]] = {number: [] for number in group_ids}
    given = AgentGroupPermission
    statement = select(given.group_id, given.permission).where(given.group_id.in_(group_ids))
    for row in await connection.execute(statement.order_by(given.permission)):
        found[row.group_id].append(row.permission)
    return found


async def system_access_of_groups(
    connection: AsyncConnection | AsyncSession, group_ids: Sequence[int]
) -> dict[int, list[Access]]:
    """The departments that groups open, in order."""
    found: dict[int, list[Access]] = {number: [] for number in group_ids}
    given = AgentGroupDepartment
    statement = select(*given.__table__.c).where(given.group_id.in_(group_ids))
    for row in (await connection.execute(statement.order_by(given.department_id))).mappings():
        found[row["group_id"]].append(
            Access(**{name: row[name] for name in ("department_id", "access", "with_children")})
        )
    return found


async def system_permissions_of(connection: AsyncConnection | AsyncSession, user_id: int) -> list[str]:
    """What an agent holds by themselves, in order."""
    statement = select(AgentPermission.permission).where(AgentPermission.user_id == user_id)
    rows = await connection.execute(statement.order_by(AgentPermission.permission))
    return [row.permission for row in rows]


async def system_member_ids(session: AsyncSession, group_id: int) -> list[int]:
    """Who is in a group."""
    statement = select(AgentGroupMember.user_id).where(AgentGroupMember.group_id == group_id)
    return sorted(await session.scalars(statement))


async def system_groups_of(session: AsyncSession, user_id: int) -> list[int]:
    """The groups that somebody is in."""
    statement = select(AgentGroupMember.group_id).where(AgentGroupMember.user_id == user_id)
    return sorted(await session.scalars(statement))


async def system_comes_from_inside(source: Source, user_id: int, address: str) -> bool:
    """Whether the account may sign in from this address of a machine."""
    row = await _MAY_COME.one_or_none(source, {"user_id": user_id, "address": as_address(address)})
    return row is not None and bool(row["inside"])


async def system_second_factor_required(connection: AsyncConnection | AsyncSession, user_id: int) -> bool:
    """Whether an agent's own restrictions or those of a group of theirs ask for a second factor."""
    asked = literal(value=True).in_(_needed)
    statement = select(asked).where(User.id == user_id, User.level == _AGENT)
    return bool(await connection.scalar(statement))
