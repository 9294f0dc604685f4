"""Registering an app of others, changing it, and giving it another secret."""

import secrets
from datetime import UTC, datetime
from string import ascii_letters, digits
from typing import Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import Conflict, NotFound
from deskbell.core.tokens import hash_secret, new_credential
from deskbell.events.record import record
from deskbell.oauth.events import AppChanged, AppField, AppRegistered
from deskbell.oauth.models import AppConsent, OauthApp
from deskbell.oauth.queries import visible_to
from deskbell.oauth.schemas import AppCreate, AppUpdate
from deskbell.sessions.models import SignInSession

SECRET_MARK: Final = "dbs_"  # noqa: S105 - how a secret begins, not one
CLIENT_ID_LENGTH: Final = 20


async def register_app(session: AsyncSession, actor: Actor, wanted: AppCreate) -> tuple[OauthApp, str | None]:
    """Register an app. Returns it with its secret, which is not kept; none for a public one."""
    secret = new_credential(SECRET_MARK) if wanted.confidential else None
    app = OauthApp(
        client_id="".join(secrets.choice(ascii_letters + digits) for _ in range(CLIENT_ID_LENGTH)),
        name=wanted.name,
        redirect_uris=list(dict.fromkeys(wanted.redirect_uris)),
        level=Level[wanted.scope],
        secret_hash=None if secret is None else _stored(secret),
        created_by_id=actor.account_id,
    )
    session.add(app)
    await session.flush()
    await record(session, actor, AppRegistered(app_id=app.id, level=Level[wanted.scope]))
    return app, secret


async def change_app(session: AsyncSession, actor: Actor, app_id: int, wanted: AppUpdate) -> None:
    """Take over what is given and differs. Raises `NotFound`.

    Lowered, what people allowed the app reaches no further than it does.
    """
    app = await app_for_update(session, actor, app_id)
    fields: list[AppField] = []
    if wanted.name is not None and wanted.name != app.name:
        app.name = wanted.name
        fields.append("name")
    if wanted.redirect_uris is not None and wanted.redirect_uris != app.redirect_uris:
        app.redirect_uris = list(dict.fromkeys(wanted.redirect_uris))
        fields.append("redirect_uris")
    if wanted.scope is not None and Level[wanted.scope] != app.level:
        app.level = Level[wanted.scope]
        for table in (AppConsent, SignInSession):
            higher = (table.app_id == app.id, table.level > app.level)
            await session.execute(update(table).where(*higher).values(level=app.level))
        fields.append("scope")
    if fields:
        app.updated_at = datetime.now(UTC)
        await record(session, actor, AppChanged(app_id=app.id, fields=fields))
        await session.flush()


async def change_secret(session: AsyncSession, actor: Actor, app_id: int) -> str:
    """Give a confidential app another secret; the one before opens nothing. Raises `NotFound`, `Conflict`."""
    app = await app_for_update(session, actor, app_id)
    if app.secret_hash is None:
        raise Conflict("A public app keeps no secret; register a confidential one.")
    secret = new_credential(SECRET_MARK)
    app.secret_hash, app.updated_at = _stored(secret), datetime.now(UTC)
    await record(session, actor, AppChanged(app_id=app.id, fields=["client_secret"]))
    await session.flush()
    return secret


async def app_for_update(session: AsyncSession, actor: Actor, app_id: int) -> OauthApp:
    """The app, locked. Raises `NotFound`."""
    app = await session.scalar(visible_to(actor).where(OauthApp.id == app_id).with_for_update())
    if app is None:
        raise NotFound
    return app


def _stored(secret: str) -> bytes:
    return bytes.fromhex(hash_secret(secret))
