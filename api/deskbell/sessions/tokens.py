"""The answer to a sign-in: a short-lived access token."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deskbell.core.auth import Level
from deskbell.core.pagination import Ref
from deskbell.core.tokens import AccessClaims, Behind
from deskbell.sessions.schemas import SignedIn
from deskbell.sessions.services import SignInServices
from deskbell.users.schemas import UserMe


@dataclass(frozen=True, slots=True)
class Visiting:
    """Who is signed in as somebody else, from which session of theirs, and until when at most."""

    agent: Ref
    agent_session_id: int
    until: datetime


def signed_in(
    services: SignInServices,
    session_id: int,
    level: Level,
    user: UserMe,
    *,
    visit: Visiting | None = None,
) -> SignedIn:
    """A token of this session for this level; with `visit`, of an agent who is signed in as the account."""
    lifetime = services.settings.access_token_lifetime
    now = datetime.now(UTC)
    ends = now + lifetime if visit is None else min(now + lifetime, visit.until)
    claims = AccessClaims(
        user_id=user.id,
        session_id=session_id,
        scopes=tuple(level.scope.split()),
        ticket_id=None,
        link_id=None,
        expires_at=ends,
        behind=None if visit is None else Behind(visit.agent.id, visit.agent_session_id),
    )
    return SignedIn(
        access_token=services.tokens.issue(claims),
        token_type="Bearer",  # noqa: S106 - the kind of token
        expires_in=int((ends - now).total_seconds()),
        scope=level.scope,
        user=user,
        visitor=None if visit is None else visit.agent,
    )
