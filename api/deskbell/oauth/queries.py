"""Reading apps and what people allow them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.oauth.models import AppConsent, AuthorizationCode, OauthApp
from deskbell.oauth.schemas import AppRead, ConnectedAppRead
from deskbell.sessions.models import SignInSession
from deskbell.users.models import User
from deskbell.users.schemas import level_name

_people = select(func.count()).where(AppConsent.app_id == OauthApp.id).scalar_subquery()
_COLUMNS = (
    OauthApp.id,
    OauthApp.client_id,
    OauthApp.name,
    OauthApp.redirect_uris,
    OauthApp.level,
    OauthApp.secret_hash.is_not(None).label("confidential"),
    OauthApp.disabled_at,
    OauthApp.created_at,
    _people.label("people"),
)
_last_use = (
    select(func.max(SignInSession.last_used_at))
    .where(
        SignInSession.app_id == AppConsent.app_id,
        SignInSession.user_id == AppConsent.user_id,
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > func.now(),
    )
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class KnownApp:
    """An app that is not disabled, as its requests are held against it; without a secret it is public."""

    id: int
    client_id: str
    name: str
    redirect_uris: list[str]
    level: int
    secret_hash: bytes | None


def visible_to(actor: Actor) -> Select[OauthApp]:
    """The apps that an actor may see and change: an admin all, nobody else any."""
    return select(OauthApp).where(true() if actor.level is Level.admin else false())


async def page_of_apps(
    connection: AsyncConnection, actor: Actor, *, cursor: str | None, limit: int
) -> Page[AppRead]:
    """A page of the apps, the newest first; for admins."""
    statement = select(*_COLUMNS).where(true() if actor.level is Level.admin else false())
    if cursor is not None:
        statement = statement.where(OauthApp.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(OauthApp.id.desc()).limit(limit + 1))).all()
    items = [_read(row) for row in rows[:limit]]
    last = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[AppRead](items=items, next_cursor=last, total=None)


async def one_app(connection: AsyncConnection | AsyncSession, actor: Actor, app_id: int) -> AppRead:
    """One app. Raises `NotFound` for whoever may not see it."""
    seen = (OauthApp.id == app_id, true() if actor.level is Level.admin else false())
    row = (await connection.execute(select(*_COLUMNS).where(*seen))).one_or_none()
    if row is None:
        raise NotFound
    return _read(row)


async def connected_apps(connection: AsyncConnection, actor: Actor) -> list[ConnectedAppRead]:
    """The apps that the actor has allowed something, the latest first."""
    rows = await connection.execute(
        select(
            OauthApp.id,
            OauthApp.name,
            OauthApp.disabled_at,
            AppConsent.level,
            AppConsent.given_at,
            _last_use.label("last_used_at"),
        )
        .join(OauthApp, OauthApp.id == AppConsent.app_id)
        .where(AppConsent.user_id == actor.account_id)
        .order_by(AppConsent.id.desc())
        .limit(500)
    )
    return [
        ConnectedAppRead(
            app=Ref(id=row.id, name=row.name),
            scope=level_name(row.level),
            connected_at=row.given_at,
            last_used_at=row.last_used_at,
            disabled=row.disabled_at is not None,
        )
        for row in rows
    ]


async def own_name(connection: AsyncConnection | AsyncSession, actor: Actor) -> str:
    """What the actor is called."""
    return (await connection.execute(select(User.name).where(User.id == actor.account_id))).scalar_one()


async def system_app(connection: AsyncConnection | AsyncSession, client_id: str) -> KnownApp | None:
    """The app that calls itself so, if it is not disabled; for whoever comes with its client_id."""
    columns = (
        OauthApp.id,
        OauthApp.client_id,
        OauthApp.name,
        OauthApp.redirect_uris,
        OauthApp.level,
        OauthApp.secret_hash,
    )
    found = select(*columns).where(OauthApp.client_id == client_id, OauthApp.disabled_at.is_(None))
    row = (await connection.execute(found)).one_or_none()
    return None if row is None else KnownApp(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


async def system_consent(session: AsyncSession, user_id: int, app_id: int) -> Level:
    """How far a person lets an app reach; `guest` where they allowed it nothing."""
    mine = and_(AppConsent.user_id == user_id, AppConsent.app_id == app_id)
    return Level(await session.scalar(select(AppConsent.level).where(mine)) or Level.guest)


async def system_code(session: AsyncSession, code_hash: bytes) -> AuthorizationCode | None:
    """The code with this hash, locked: of several exchanges at once, the others wait."""
    statement = select(AuthorizationCode).where(AuthorizationCode.code_hash == code_hash).with_for_update()
    return await session.scalar(statement.execution_options(populate_existing=True))


async def system_redirect_uris(connection: AsyncConnection) -> list[str]:
    """Every address to which an app that is not disabled may be sent back."""
    enabled = select(func.unnest(OauthApp.redirect_uris)).where(OauthApp.disabled_at.is_(None))
    return list(await connection.scalars(enabled))


def _read(row: Any) -> AppRead:  # noqa: ANN401 - a row of _COLUMNS
    return AppRead(
        id=row.id,
        client_id=row.client_id,
        name=row.name,
        confidential=row.confidential,
        redirect_uris=row.redirect_uris,
        scope=level_name(row.level),
        disabled=row.disabled_at is not None,
        people=row.people,
        created_at=row.created_at,
    )
