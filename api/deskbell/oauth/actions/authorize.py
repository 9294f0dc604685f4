"""Granting what an app asks for: a code, and the memory that it was allowed."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotSignedIn
from deskbell.core.tokens import hash_secret, new_secret
from deskbell.events.record import record
from deskbell.oauth.events import AppConnected
from deskbell.oauth.models import AppConsent, AuthorizationCode
from deskbell.oauth.queries import KnownApp, system_consent
from deskbell.oauth.redirects import is_claimed
from deskbell.oauth.requests import Wanted

LIFETIME: Final = timedelta(seconds=60)


async def is_allowed_before(session: AsyncSession, actor: Actor, app: KnownApp, wanted: Wanted) -> bool:
    """Whether the person need not be asked: they allowed as much, and it can be no other app than that.

    An app on the person's machine can be anything that calls itself so (RFC 8252 section 8.6).
    """
    if app.secret_hash is None and not is_claimed(wanted.redirect_uri):
        return False
    return reach(actor, app, wanted) <= await system_consent(session, actor.account_id, app.id)


async def grant_code(session: AsyncSession, actor: Actor, app: KnownApp, wanted: Wanted) -> str:
    """A code for the app, bound to its address, its challenge and this session. The consent is remembered."""
    if actor.session_id is None:
        raise NotSignedIn
    level, user_id = reach(actor, app, wanted), actor.account_id
    if level > await system_consent(session, user_id, app.id):
        given = {"level": level, "given_at": func.now()}
        row = insert(AppConsent).values(user_id=user_id, app_id=app.id, **given)
        await session.execute(row.on_conflict_do_update(index_elements=["user_id", "app_id"], set_=given))
        await record(session, actor, AppConnected(app_id=app.id, user_id=user_id, level=level))
    code = new_secret()
    session.add(
        AuthorizationCode(
            code_hash=bytes.fromhex(hash_secret(code)),
            app_id=app.id,
            user_id=user_id,
            session_id=actor.session_id,
            redirect_uri=wanted.redirect_uri,
            challenge=wanted.challenge,
            level=level,
            expires_at=datetime.now(UTC) + LIFETIME,
        )
    )
    await session.flush()
    return code


def reach(actor: Actor, app: KnownApp, wanted: Wanted) -> Level:
    """The lowest of what is asked for, what the app may have, and how far the person is signed in."""
    return Level(min(wanted.level, app.level, actor.level))
