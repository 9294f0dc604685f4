"""The answer to a sign-in: a short-lived access token."""

from datetime import UTC, datetime

from deskbell.core.auth import Level
from deskbell.core.tokens import AccessClaims
from deskbell.sessions.schemas import SignedIn
from deskbell.sessions.services import SignInServices
from deskbell.users.schemas import UserMe


def signed_in(services: SignInServices, session_id: int, level: Level, user: UserMe) -> SignedIn:
    """A token of this session for this level."""
    lifetime = services.settings.access_token_lifetime
    claims = AccessClaims(
        user_id=user.id,
        session_id=session_id,
        scopes=tuple(level.scope.split()),
        ticket_id=None,
        link_id=None,
        expires_at=datetime.now(UTC) + lifetime,
    )
    return SignedIn(
        access_token=services.tokens.issue(claims),
        token_type="Bearer",  # noqa: S106 - the kind of token
        expires_in=int(lifetime.total_seconds()),
        scope=level.scope,
        user=user,
    )
