"""API keys and apps for tests."""

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from tests.factories.sessions import make_session
from tests.factories.users import make_user

from deskbell.api_keys.models import ApiKey
from deskbell.core.auth import Level
from deskbell.core.tokens import AccessClaims, hash_secret, new_credential, new_secret
from deskbell.oauth.models import AppConsent, AuthorizationCode, OauthApp

REDIRECT = "https://portal.example.org/"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def as_stored(secret):
    return bytes.fromhex(hash_secret(secret))


async def make_key(session, user, level=None, **columns):
    """A living key of the account; returns its row and the key."""
    key = new_credential("dbk_")
    columns = {"expires_at": datetime.now(UTC) + timedelta(days=1), "name": "Export", **columns}
    level = int(Level(level or user.level))
    row = ApiKey(user_id=user.id, key_hash=as_stored(key), prefix=key[:12], level=level, **columns)
    session.add(row)
    await session.flush()
    return row, key


async def make_service(session, level=Level.agent, **columns):
    """A service account."""
    return await make_user(session, level, is_service=True, password_hash=None, claimed_at=None, **columns)


async def make_app(session, level=Level.user, *, secret=None, **columns):
    """A registered app; confidential with a `secret`."""
    columns = {"name": "Portal", "redirect_uris": [REDIRECT], "client_id": secrets.token_hex(10), **columns}
    row = OauthApp(level=int(level), secret_hash=as_stored(secret) if secret else None, **columns)
    session.add(row)
    await session.flush()
    return row


async def make_consent(session, user, app, level=Level.user):
    """What a person allowed an app."""
    row = AppConsent(user_id=user.id, app_id=app.id, level=int(level))
    session.add(row)
    await session.flush()
    return row


async def make_code(session, user, app, *, signed_in=None, **columns):
    """A code as the page gives it; returns its row and the code."""
    code = new_secret()
    signed_in = signed_in or await make_session(session, user)
    columns = {
        "redirect_uri": REDIRECT,
        "challenge": CHALLENGE,
        "level": int(Level.user),
        "expires_at": datetime.now(UTC) + timedelta(minutes=1),
        **columns,
    }
    row = AuthorizationCode(
        code_hash=as_stored(code), app_id=app.id, user_id=user.id, session_id=signed_in.id, **columns
    )
    session.add(row)
    await session.flush()
    return row, code


async def app_token(session, signer, user, app, level=None):
    """An access token that the app holds for the person, and its session."""
    level = Level(level or min(user.level, app.level))
    row = await make_session(session, user, level=level, app_id=app.id)
    ends = datetime.now(UTC) + timedelta(minutes=10)
    claims = AccessClaims(
        user.id, row.id, tuple(level.scope.split()), None, None, ends, client_id=app.client_id
    )
    return signer.issue(claims), row
