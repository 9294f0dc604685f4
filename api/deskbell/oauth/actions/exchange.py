"""What the token endpoint does: codes and refresh tokens against tokens, and the end of those."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.tokens import AccessClaims, InvalidToken, hash_secret
from deskbell.events.record import record
from deskbell.oauth.events import AppCodeReplayed
from deskbell.oauth.models import AuthorizationCode
from deskbell.oauth.queries import KnownApp, system_code
from deskbell.sessions.actions.end import end_session
from deskbell.sessions.actions.refresh import rotate
from deskbell.sessions.actions.start import issue_refresh_token
from deskbell.sessions.events import EndReason, SessionStarted
from deskbell.sessions.links import stored
from deskbell.sessions.models import SignInSession
from deskbell.sessions.problems import RefreshInProgress, SessionOver
from deskbell.sessions.queries import system_signed_in, system_token
from deskbell.sessions.services import SignInServices


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an app gets."""

    access_token: str
    expires_in: int
    refresh_token: str
    scope: str


async def exchange_code(
    session: AsyncSession,
    services: SignInServices,
    app: KnownApp,
    code: str,
    redirect_uri: str,
    verifier: str,
) -> Tokens | None:
    """Tokens for a code that this app was given, once. Any try uses it up; None where it is not good.

    It has to come from the same app, for the same address, with what its challenge was made of, within a
    minute, and while the person is still signed in where they allowed it.
    """
    row = await system_code(session, bytes.fromhex(hash_secret(code)))
    if row is None or row.app_id != app.id:
        return None
    if row.used_at is not None:
        await _end_replayed(session, row)
        return None
    row.used_at = datetime.now(UTC)
    fits = row.redirect_uri == redirect_uri and hmac.compare_digest(row.challenge, challenge_of(verifier))
    alive = await system_signed_in(session, row.session_id, row.user_id)
    if not fits or row.expires_at <= row.used_at or alive is None:
        return None
    level = Level(min(row.level, alive["level"], alive["session_level"], app.level))
    grant = SignInSession(
        user_id=row.user_id,
        app_id=app.id,
        level=level,
        expires_at=row.used_at + services.settings.session_lifetime,
    )
    session.add(grant)
    await session.flush()
    row.grant_id = grant.id
    actor = Actor(kind="user", level=level, user_id=row.user_id)
    await record(session, actor, SessionStarted(session_id=grant.id, user_id=row.user_id, level=level))
    return await _tokens(session, services, app, grant, level)


async def exchange_refresh_token(
    session: AsyncSession, services: SignInServices, app: KnownApp, token: str, wanted: Level | None
) -> Tokens | None:
    """The next tokens; None where this one is not good (any more). An old one that comes again ends them all.

    `wanted` may be less than what was allowed, for this access token only.
    """
    try:
        used = await rotate(session, services, token, app_id=app.id)
    except (SessionOver, RefreshInProgress):
        return None
    if used is None:
        return None
    grant, user = used
    level = Level(min(grant.level, user.level, app.level, wanted or Level.admin))
    return await _tokens(session, services, app, grant, level)


async def revoke_token(session: AsyncSession, services: SignInServices, app: KnownApp, token: str) -> None:
    """End what a token of this app belongs to, be it a refresh or an access token (RFC 7009)."""
    known = await system_token(session, stored(token))
    number, user_id = (known.session_id, known.user_id) if known and known.app_id == app.id else (None, None)
    if known is None:
        try:
            claims = services.tokens.read(token)
        except InvalidToken:
            return
        if claims.client_id == app.client_id:
            number, user_id = claims.session_id, claims.user_id
    if number is not None and user_id is not None:
        actor = Actor(kind="user", level=Level.guest, user_id=user_id)
        await end_session(session, actor, number, user_id, EndReason.signed_out)


def challenge_of(verifier: str) -> str:
    """What a challenge has to be, by the method S256."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def _end_replayed(session: AsyncSession, row: AuthorizationCode) -> None:
    """A code came again: whatever was made of it ends (RFC 6749 section 4.1.2)."""
    if row.grant_id is not None:
        actor = Actor(kind="system", level=Level.guest)
        await record(session, actor, AppCodeReplayed(app_id=row.app_id, user_id=row.user_id))
        await end_session(session, actor, row.grant_id, row.user_id, EndReason.reused)


async def _tokens(
    session: AsyncSession, services: SignInServices, app: KnownApp, grant: SignInSession, level: Level
) -> Tokens:
    lifetime = services.settings.access_token_lifetime
    claims = AccessClaims(
        user_id=grant.user_id,
        session_id=grant.id,
        scopes=tuple(level.scope.split()),
        ticket_id=None,
        link_id=None,
        expires_at=datetime.now(UTC) + lifetime,
        client_id=app.client_id,
    )
    return Tokens(
        access_token=services.tokens.issue(claims),
        expires_in=int(lifetime.total_seconds()),
        refresh_token=await issue_refresh_token(session, grant.id),
        scope=level.scope,
    )
