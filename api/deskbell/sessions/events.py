"""Facts about signing in: numbers only, never an address, a token or a machine."""

from enum import StrEnum
from typing import ClassVar, Literal

from deskbell.core.auth import Level
from deskbell.events.event import Event


class EndReason(StrEnum):
    """Why a session ended."""

    signed_out = "signed_out"
    replaced = "replaced"
    password_changed = "password_changed"  # noqa: S105 - a reason, not a password
    reused = "reused"
    disabled = "disabled"
    app_disabled = "app_disabled"
    disconnected = "disconnected"
    ended_by_admin = "ended_by_admin"


class SessionEvent(Event):
    """A fact about a session."""

    subject: ClassVar[str] = "session"

    session_id: int
    user_id: int


class SessionStarted(SessionEvent, type="session.started", internal=True):
    """Somebody signed in, up to this level."""

    level: Level


class SessionEnded(SessionEvent, type="session.ended", internal=True):
    """A session ended; its tokens are dead at their next request."""

    reason: EndReason


class SessionConfirmed(SessionEvent, type="session.confirmed", internal=True):
    """The password was given again in a session, to change how its owner signs in."""


class SessionReuseDetected(SessionEvent, type="session.reuse_detected", internal=True):
    """A refresh token that had been used before came again: somebody else holds a copy."""


class SignInFailed(Event, type="session.sign_in_failed", internal=True):
    """A sign-in was refused; `user_id` is 0 when the address is nobody's."""

    subject: ClassVar[str] = "user"

    user_id: int


class PasswordChanged(Event, type="user.password_changed", internal=True):
    """An account has a new password."""

    subject: ClassVar[str] = "user"

    user_id: int
    how: Literal["changed", "reset", "set"]


class LinkIssued(Event, type="user.link_issued", internal=True):
    """A single-use link was made for an account."""

    subject: ClassVar[str] = "user"

    user_id: int
    purpose: Literal["password_reset", "claim", "verify", "add_address"]


class LinksVoided(Event, type="user.links_voided", internal=True):
    """What was mailed to an unclaimed account opens nothing any more: its invitation was taken back."""

    subject: ClassVar[str] = "user"

    user_id: int
