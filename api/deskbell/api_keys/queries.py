"""Reading API keys and service accounts."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    Select,
    SmallInteger,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from deskbell.api_keys.models import ApiKey
from deskbell.api_keys.schemas import ApiKeyRead, ServiceAccountRead
from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared, Source
from deskbell.permissions.queries import COMES_FROM_INSIDE, HELD, NOT_EXPIRED
from deskbell.permissions.rights import as_address
from deskbell.user_groups.queries import enters
from deskbell.users.models import User
from deskbell.users.schemas import level_name

KEY_MARK: Final = "dbk_"
MOST_KEYS: Final = 50

CUSTOMER: Final = literal_column(str(int(Level.user)), SmallInteger)
_maker = aliased(User)
_living = and_(ApiKey.revoked_at.is_(None), ApiKey.expires_at > func.now())
_unnoted = or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < func.now() - text("interval '1 minute'"))
_OWNED = (
    select(
        ApiKey.id,
        ApiKey.user_id,
        ApiKey.level.label("key_level"),
        ApiKey.expires_at,
        User.level,
        *HELD,
        enters(User.level == CUSTOMER, ApiKey.level == CUSTOMER).label("enters"),
        _unnoted.label("unnoted"),
    )
    .join(User, User.id == ApiKey.user_id)
    .where(User.disabled_at.is_(None), NOT_EXPIRED, _living)
)
_BY_HASH = Prepared(
    _OWNED.add_columns(COMES_FROM_INSIDE.label("inside")).where(
        ApiKey.key_hash == bindparam("key_hash", type_=LargeBinary)
    )
)
_BY_NUMBER = Prepared(
    _OWNED.where(
        ApiKey.id == bindparam("key_id", type_=BigInteger),
        ApiKey.user_id == bindparam("user_id", type_=BigInteger),
    )
)
_COLUMNS = (
    select(
        ApiKey.id,
        ApiKey.name,
        ApiKey.prefix,
        ApiKey.level,
        ApiKey.user_id,
        User.name.label("owner"),
        ApiKey.created_by_id,
        _maker.name.label("maker"),
        ApiKey.created_at,
        ApiKey.expires_at,
        ApiKey.last_used_at,
        (ApiKey.expires_at <= func.now()).label("expired"),
    )
    .join(User, User.id == ApiKey.user_id)
    .outerjoin(_maker, _maker.id == ApiKey.created_by_id)
)
_SERVICES = select(
    User.id,
    User.name,
    User.level,
    User.disabled_at,
    User.created_at,
    select(func.count()).where(ApiKey.user_id == User.id, _living).scalar_subquery().label("keys"),
).where(User.is_service)


def visible_to(actor: Actor) -> Select[ApiKey]:
    """The keys that an actor may revoke: their own, an admin all; those already revoked are gone."""
    seen = select(ApiKey).where(ApiKey.revoked_at.is_(None))
    return seen if actor.level >= Level.admin else seen.where(ApiKey.user_id == (actor.user_id or 0))


async def keys_of(connection: AsyncConnection, actor: Actor) -> list[ApiKeyRead]:
    """The actor's own keys, the newest first; those revoked are gone."""
    mine = (ApiKey.user_id == actor.account_id, ApiKey.revoked_at.is_(None))
    rows = await connection.execute(_COLUMNS.where(*mine).order_by(ApiKey.id.desc()).limit(2 * MOST_KEYS))
    return [_read(row) for row in rows]


async def one_key(connection: AsyncSession, actor: Actor, key_id: int) -> ApiKeyRead:
    """One key that the actor made or may revoke."""
    mine = ApiKey.user_id == actor.account_id
    seen = (ApiKey.id == key_id, true() if actor.level is Level.admin else mine)
    return _read((await connection.execute(_COLUMNS.where(*seen))).one())


async def page_of_keys(
    connection: AsyncConnection, actor: Actor, user_id: int | None, *, cursor: str | None, limit: int
) -> Page[ApiKeyRead]:
    """A page of all keys, the newest first; for admins."""
    statement = _COLUMNS.where(ApiKey.revoked_at.is_(None), true() if actor.level is Level.admin else false())
    if user_id is not None:
        statement = statement.where(ApiKey.user_id == user_id)
    if cursor is not None:
        statement = statement.where(ApiKey.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(ApiKey.id.desc()).limit(limit + 1))).all()
    items = [_read(row) for row in rows[:limit]]
    last = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[ApiKeyRead](items=items, next_cursor=last, total=None)


async def page_of_service_accounts(
    connection: AsyncConnection, actor: Actor, *, cursor: str | None, limit: int
) -> Page[ServiceAccountRead]:
    """A page of the service accounts, the newest first; for admins."""
    statement = _SERVICES.where(true() if actor.level is Level.admin else false())
    if cursor is not None:
        statement = statement.where(User.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(User.id.desc()).limit(limit + 1))).all()
    items = [_service(row) for row in rows[:limit]]
    last = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[ServiceAccountRead](items=items, next_cursor=last, total=None)


async def one_service_account(connection: AsyncSession, _actor: Actor, user_id: int) -> ServiceAccountRead:
    """One service account; for admins, whose door it stands behind."""
    return _service((await connection.execute(_SERVICES.where(User.id == user_id))).one())


async def system_key_owner(source: Source, key_hash: bytes, address: str) -> Mapping[str, Any] | None:
    """The key with this hash and its owner; nothing when either may not go on.

    `unnoted`: whether its last use was noted more than a minute ago. `inside`: whether its owner may come
    from this address.
    """
    return await _BY_HASH.one_or_none(source, {"key_hash": key_hash, "address": as_address(address)})


async def system_key(source: Source, key_id: int, user_id: int) -> Mapping[str, Any] | None:
    """The same by number, for addresses that were signed for a key."""
    return await _BY_NUMBER.one_or_none(source, {"key_id": key_id, "user_id": user_id})


async def system_note_use(connection: AsyncConnection, key_id: int) -> None:
    """Note that a key is used now, once a minute at most; `connection` commits by itself."""
    row = update(ApiKey).where(ApiKey.id == key_id, _unnoted).values(last_used_at=func.now())
    await connection.execute(row)


async def system_living_keys(session: AsyncSession, user_id: int) -> int:
    """How many keys an account has that open something."""
    return await session.scalar(select(func.count()).where(ApiKey.user_id == user_id, _living)) or 0


def _read(row: Any) -> ApiKeyRead:  # noqa: ANN401 - a row of _COLUMNS
    made = None if row.created_by_id is None else Ref(id=row.created_by_id, name=row.maker)
    return ApiKeyRead(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scope=level_name(row.level),
        owner=Ref(id=row.user_id, name=row.owner),
        created_at=row.created_at,
        created_by=made,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        expired=row.expired,
    )


def _service(row: Any) -> ServiceAccountRead:  # noqa: ANN401 - a row of _SERVICES
    return ServiceAccountRead(
        id=row.id,
        name=row.name,
        level=level_name(row.level),
        disabled=row.disabled_at is not None,
        keys=row.keys,
        created_at=row.created_at,
    )
