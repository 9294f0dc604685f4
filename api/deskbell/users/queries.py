"""Which accounts an actor may see, and the lists made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.types import BigInteger, Boolean, String

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import COUNT_LIMIT, Page, decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared, Source
from deskbell.core.read_pool import Rows
from deskbell.permissions.checking import holds
from deskbell.permissions.models import AgentTerms
from deskbell.permissions.queries import system_departments_of
from deskbell.users.models import User, UserAddress
from deskbell.users.schemas import AgentRead, LevelName, UserMe, UserRead, UserSort, level_name

LADDER_LOCK = 0x1ADDE5  # any number that no other advisory lock has

_primary = (
    select(UserAddress.address)
    .where(UserAddress.user_id == User.id, UserAddress.is_primary)
    .scalar_subquery()
    .label("email")
)
_COLUMNS = (
    User.id,
    User.name,
    _primary,
    User.level,
    User.language,
    User.time_zone,
    User.disabled_at,
    User.claimed_at,
    User.is_service,
    User.created_at,
)


@dataclass(frozen=True, slots=True)
class UserFilter:
    """What a list of accounts is narrowed to."""

    q: str | None = None
    level: LevelName | None = None
    disabled: bool | None = None
    claimed: bool | None = None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The accounts that an actor may see: everybody their own, an admin all.

    An agent with `people.view` those of customers, too: people.* act on accounts of level `user` only.
    """
    if actor.level >= Level.admin:
        return true()
    own = User.id == actor.user_id
    return or_(own, User.level == Level.user) if holds(actor, "people.view") else own


def visible_to(actor: Actor) -> Select[User]:
    """The accounts that an actor may see, as rows for verbs."""
    return select(User).where(seen_by(actor))


async def me(connection: AsyncConnection | AsyncSession, actor: Actor) -> UserMe:
    """The actor's own account."""
    row = (await connection.execute(select(*_COLUMNS).where(User.id == actor.account_id))).one()
    return UserMe(**_of_me(row))


async def profile(connection: AsyncConnection | AsyncSession, actor: Actor, user_id: int) -> UserRead | None:
    """One account, if the actor may see it."""
    row = (
        await connection.execute(select(*_COLUMNS).where(User.id == user_id, seen_by(actor)))
    ).one_or_none()
    return None if row is None else _read(row)


async def page_of_users(
    connection: AsyncConnection,
    actor: Actor,
    chosen: UserFilter,
    *,
    sort: UserSort,
    cursor: str | None,
    limit: int,
    count: bool,
) -> Page[UserRead]:
    """A page of the accounts that the actor may see."""
    where = and_(seen_by(actor), *_conditions(chosen))
    statement = _after(select(*_COLUMNS).where(where), sort, cursor).limit(limit + 1)
    rows = (await connection.execute(statement)).all()
    counted = select(User.id).where(where).limit(COUNT_LIMIT + 1).subquery()
    total = await connection.scalar(select(func.count()).select_from(counted)) if count else None
    items = [_read(row) for row in rows[:limit]]
    more = len(rows) > limit
    return Page[UserRead](items=items, next_cursor=_cursor(items[-1], sort) if more else None, total=total)


async def page_of_agents(
    connection: AsyncConnection, actor: Actor, q: str | None, *, cursor: str | None, limit: int
) -> Page[AgentRead]:
    """A page of the agents and admins who can be assigned to tickets, by name; for agents."""
    given = system_departments_of(User.id).scalar_subquery()
    access = func.array(given, type_=ARRAY(BigInteger)).label("department_ids")
    away = select(AgentTerms.out_of_office_until).where(
        AgentTerms.user_id == User.id, AgentTerms.out_of_office_until >= func.current_date()
    )
    columns = (User.id, User.name, access, away.scalar_subquery().label("out_of_office_until"))
    working = and_(
        User.level >= Level.agent,
        User.disabled_at.is_(None),
        true() if actor.is_staff else User.id == 0,
        *_conditions(UserFilter(q=q)),
    )
    statement = _after(select(*columns).where(working), UserSort.name, cursor).limit(limit + 1)
    rows = (await connection.execute(statement)).all()
    items = [_agent(row) for row in rows[:limit]]
    last = encode_cursor(items[-1].name, items[-1].id) if len(rows) > limit else None
    return Page[AgentRead](items=items, next_cursor=last, total=None)


def _agent(row: Any) -> AgentRead:  # noqa: ANN401 - a row of the statement above
    return AgentRead(
        id=row.id,
        name=row.name,
        department_ids=sorted(row.department_ids),
        out_of_office_until=row.out_of_office_until,
    )


async def system_lock_ladder(session: AsyncSession) -> None:
    """Let one transaction at a time change who stands where; held until its end."""
    await session.execute(select(func.pg_advisory_xact_lock(LADDER_LOCK)))


async def system_user_for_update(session: AsyncSession, user_id: int) -> User | None:
    """An account as it is now, locked against other changes."""
    statement = select(User).where(User.id == user_id).with_for_update(key_share=True)
    return await session.scalar(statement.execution_options(populate_existing=True))


async def system_has_admin(connection: AsyncConnection | AsyncSession) -> bool:
    """Whether any account is an admin."""
    return bool(await connection.scalar(select(select(User.id).where(User.level == Level.admin).exists())))


async def system_other_admins(session: AsyncSession, user_id: int) -> int:
    """How many other admins can sign in."""
    able = and_(User.level == Level.admin, User.disabled_at.is_(None), User.password_hash.is_not(None))
    return await session.scalar(select(func.count()).where(able, User.id != user_id)) or 0


async def system_user_id_of(session: AsyncSession, address: str) -> int | None:
    """The account that has this address, however it is capitalized."""
    same = func.lower(UserAddress.address) == func.lower(address)
    return await session.scalar(select(UserAddress.user_id).where(same))


async def system_addresses(session: AsyncSession, user_id: int) -> list[str]:
    """All addresses of an account."""
    return list(await session.scalars(select(UserAddress.address).where(UserAddress.user_id == user_id)))


def _conditions(chosen: UserFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.q:
        by_name = select(User.id).where(User.name.icontains(chosen.q, autoescape=True))
        by_address = select(UserAddress.user_id).where(
            UserAddress.address.icontains(chosen.q, autoescape=True)
        )
        found.append(User.id.in_(union(by_name, by_address)))
    if chosen.level is not None:
        found.append(User.level == Level[chosen.level])
    if chosen.disabled is not None:
        found.append(User.disabled_at.is_not(None) if chosen.disabled else User.disabled_at.is_(None))
    if chosen.claimed is not None:
        found.append(User.claimed_at.is_not(None) if chosen.claimed else User.claimed_at.is_(None))
    return found


def _after(
    statement: Select[*tuple[Any, ...]], sort: UserSort, cursor: str | None
) -> Select[*tuple[Any, ...]]:
    """The statement in its order, from the cursor on; the newest account has the highest number."""
    if sort is UserSort.name:
        if cursor is not None:
            name, number = decode_cursor(cursor, str, int)
            statement = statement.where(tuple_(User.name, User.id) > tuple_(name, number))
        return statement.order_by(User.name, User.id)
    if cursor is not None:
        statement = statement.where(User.id < decode_cursor(cursor, int)[0])
    return statement.order_by(User.id.desc())


def _cursor(last: UserRead, sort: UserSort) -> str:
    return encode_cursor(last.name, last.id) if sort is UserSort.name else encode_cursor(last.id)


def _of_me(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of _COLUMNS
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "level": level_name(row.level),
        "language": row.language,
        "time_zone": row.time_zone,
    }


def _read(row: Any) -> UserRead:  # noqa: ANN401 - a row of _COLUMNS
    return UserRead(
        **_of_me(row),
        disabled=row.disabled_at is not None,
        claimed=row.claimed_at is not None,
        service=row.is_service,
        created_at=row.created_at,
    )


_asking = (
    func.unnest(bindparam("addresses", type_=ARRAY(String)))
    .table_valued("address", name="asked")
    .render_derived()
)
_ACCOUNTS_OF = Prepared(
    select(_asking.c.address, UserAddress.user_id, User.level, User.disabled_at, User.waits_for)
    .select_from(_asking)
    .join(UserAddress, func.lower(UserAddress.address) == func.lower(_asking.c.address))
    .outerjoin(User, User.id == UserAddress.user_id)
)


async def system_accounts_of(source: Source, addresses: Sequence[str]) -> Rows:
    """`address` as asked for, `user_id`, `level`, `disabled_at`, `waits_for` of those that somebody has.

    All but the address are null for a reserved one.
    """
    return await _ACCOUNTS_OF.all(source, {"addresses": list(addresses)})


_named: CompoundSelect[int] = union(
    select(User.id).where(User.name.ilike(bindparam("pattern", type_=String), escape="\\")),
    select(UserAddress.user_id).where(
        UserAddress.address.ilike(bindparam("pattern", type_=String), escape="\\")
    ),
)
_NAMED = select(User.id).where(User.id.in_(_named)).order_by(User.id).limit(literal_column("100"))
_AGENTS_NAMED = Prepared(_NAMED.where(User.level >= literal_column(str(int(Level.agent)))))
_PEOPLE_NAMED = Prepared(
    _NAMED.where(
        (User.level == literal_column(str(int(Level.user))))
        | (User.id == bindparam("actor_user_id", type_=BigInteger))
        | bindparam("sees_all", type_=Boolean)
    )
)
_TIME_ZONE = Prepared(select(User.time_zone).where(User.id == bindparam("user_id", type_=BigInteger)))


async def agents_named(source: Source, actor: Actor, text: str) -> list[int]:
    """The agents and admins whose name or address has this in it, at most a hundred; for agents."""
    rows = await _AGENTS_NAMED.all(source, {"pattern": _containing(text)}) if actor.is_staff else []
    return [row["id"] for row in rows]


async def people_named(source: Source, actor: Actor, text: str) -> list[int]:
    """The accounts that the actor may see and whose name or address has this in it, at most a hundred."""
    values = {"actor_user_id": actor.user_id, "sees_all": actor.level is Level.admin}
    may_look = holds(actor, "people.view")
    rows = await _PEOPLE_NAMED.all(source, values | {"pattern": _containing(text)}) if may_look else []
    return [row["id"] for row in rows]


async def time_zone_of(source: Source, actor: Actor) -> str:
    """The time zone of the actor's own account."""
    row = await _TIME_ZONE.one_or_none(source, {"user_id": actor.account_id})
    return str(row["time_zone"]) if row else "UTC"


def _containing(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
