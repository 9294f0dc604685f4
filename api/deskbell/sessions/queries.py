"""Reading sessions and what belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Select,
    SmallInteger,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared, Source
from deskbell.permissions.queries import HELD, NOT_EXPIRED
from deskbell.sessions.models import RefreshToken, SignInSession, Visit
from deskbell.sessions.schemas import SessionRead
from deskbell.user_groups.queries import enters
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import system_has_admin
from deskbell.users.schemas import level_name

CUSTOMER = literal_column(str(int(Level.user)), SmallInteger)
is_alive = and_(SignInSession.ended_at.is_(None), SignInSession.expires_at > func.now())

_own = and_(SignInSession.app_id.is_(None), ~exists().where(Visit.session_id == SignInSession.id), is_alive)
"""Of the person's own browsers and programs: no app's, and no agent's who is signed in as them."""

_as_customer = bindparam("as_customer", type_=Boolean)
_SIGNED_IN = Prepared(
    select(
        User.level,
        enters(_as_customer, User.level == CUSTOMER, SignInSession.level == CUSTOMER).label("enters"),
        SignInSession.level.label("session_level"),
        *HELD,
    )
    .join(User, User.id == SignInSession.user_id)
    .where(
        SignInSession.id == bindparam("session_id", type_=BigInteger),
        SignInSession.user_id == bindparam("user_id", type_=BigInteger),
        User.disabled_at.is_(None),
        NOT_EXPIRED,
        is_alive,
    )
)
_CLOSED = (User.disabled_at.is_not(None) | ~NOT_EXPIRED).label("closed")
_ACCOUNT = (
    select(User.id, User.level, User.password_hash, _CLOSED)
    .join(UserAddress, UserAddress.user_id == User.id)
    .where(func.lower(UserAddress.address) == func.lower(bindparam("address")))
)


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in has to know of an account; `disabled` is one that has expired, too."""

    user_id: int
    level: int
    password_hash: str | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A refresh token that was issued once, with its session."""

    session_id: int
    user_id: int
    app_id: int | None
    since_rotation: timedelta | None
    alive: bool


def visible_to(actor: Actor) -> Select[SignInSession]:
    """The sessions that an actor may see: their own, as long as they live."""
    return select(SignInSession).where(SignInSession.user_id == (actor.user_id or 0), _own)


async def page_of_sessions(
    connection: AsyncConnection, actor: Actor, *, cursor: str | None, limit: int
) -> Page[SessionRead]:
    """A page of the actor's living sessions, the newest first."""
    columns = (
        SignInSession.id,
        SignInSession.level,
        SignInSession.user_agent,
        SignInSession.created_at,
        SignInSession.last_used_at,
    )
    statement = select(*columns).where(SignInSession.user_id == (actor.user_id or 0), _own)
    if cursor is not None:
        statement = statement.where(SignInSession.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(SignInSession.id.desc()).limit(limit + 1))).all()
    items = [_read(row, actor) for row in rows[:limit]]
    last = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[SessionRead](items=items, next_cursor=last, total=None)


async def setup_needed(connection: AsyncConnection, _actor: Actor) -> bool:
    """Whether the helpdesk still waits for its first admin; everybody may ask."""
    return not await system_has_admin(connection)


async def system_signed_in(
    source: Source, session_id: int, user_id: int, *, as_customer: bool = False
) -> Mapping[str, Any] | None:
    """The account's level, the session's, and what it holds; nothing when either may not go on.

    `as_customer`: the token reaches no further, so that `enters` is asked for.
    """
    values = {"session_id": session_id, "user_id": user_id, "as_customer": as_customer}
    return await _SIGNED_IN.one_or_none(source, values)


async def system_account(connection: AsyncConnection, address: str) -> Account | None:
    """The account that has this address, however it is capitalized."""
    row = (await connection.execute(_ACCOUNT, {"address": address})).one_or_none()
    return None if row is None else Account(row.id, row.level, row.password_hash, row.closed)


async def system_account_of(connection: AsyncConnection, user_id: int) -> Account | None:
    """What signing in has to know of the account with this number."""
    columns = (User.id, User.level, User.password_hash, _CLOSED)
    row = (await connection.execute(select(*columns).where(User.id == user_id))).one_or_none()
    return None if row is None else Account(row.id, row.level, row.password_hash, row.closed)


async def system_token(connection: AsyncConnection | AsyncSession, token_hash: bytes) -> KnownToken | None:
    """The refresh token with this hash, and how long ago it was used."""
    since = func.clock_timestamp() - RefreshToken.rotated_at
    statement = (
        select(
            SignInSession.id,
            SignInSession.user_id,
            SignInSession.app_id,
            since.label("since"),
            is_alive.label("alive"),
        )
        .join(SignInSession, SignInSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == token_hash)
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else KnownToken(row.id, row.user_id, row.app_id, row.since, row.alive)


async def system_session_for_update(session: AsyncSession, session_id: int) -> SignInSession | None:
    """A living session, locked against its end."""
    statement = select(SignInSession).where(SignInSession.id == session_id, is_alive).with_for_update()
    return await session.scalar(statement.execution_options(populate_existing=True))


def _read(row: Any, actor: Actor) -> SessionRead:  # noqa: ANN401 - a row of the statement above
    return SessionRead(
        id=row.id,
        scope=level_name(row.level),
        user_agent=row.user_agent,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        current=row.id == actor.session_id,
    )
