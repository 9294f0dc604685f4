"""Sessions, their tokens, and single-use links for tests."""

from datetime import UTC, datetime, timedelta

from deskbell.core.auth import Level
from deskbell.core.tokens import AccessClaims, new_secret
from deskbell.sessions.links import stored
from deskbell.sessions.models import RefreshToken, SignInSession


async def make_session(session, user, *, level=None, **columns):
    """A living session of the account, signed in up to `level` (its own, if not given)."""
    columns = {"expires_at": datetime.now(UTC) + timedelta(days=1), **columns}
    row = SignInSession(user_id=user.id, level=int(level or user.level), **columns)
    session.add(row)
    await session.flush()
    return row


async def make_refresh_token(session, row, *, rotated_at=None):
    """A refresh token of the session, as it stands in the cookie."""
    secret = new_secret()
    session.add(RefreshToken(session_id=row.id, token_hash=stored(secret), rotated_at=rotated_at))
    await session.flush()
    return secret


def access_token(signer, user_id, session_id, level, *, lifetime=timedelta(minutes=10)):
    """An access token as signing in gives it."""
    claims = AccessClaims(
        user_id=user_id,
        session_id=session_id,
        scopes=tuple(Level(level).scope.split()),
        ticket_id=None,
        link_id=None,
        expires_at=datetime.now(UTC) + lifetime,
    )
    return signer.issue(claims)


async def token_for(session, app, user, scope=None):
    """A token of a new session of the account, for this home (that of its own level, if not given)."""
    level = Level[scope] if scope else Level(user.level)
    row = await make_session(session, user, level=level)
    return access_token(app.state.tokens, user.id, row.id, level)
