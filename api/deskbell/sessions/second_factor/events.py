"""Facts about second factors: which kind, never a code or a key."""

from typing import ClassVar, Literal

from deskbell.events.event import Event

Factor = Literal["app", "passkey"]


class SecondFactorEvent(Event):
    """A fact about an account's second factor."""

    subject: ClassVar[str] = "user"

    user_id: int


class SecondFactorAdded(SecondFactorEvent, type="user.second_factor_added", internal=True):
    """Signing in asks for more than the password from now on, or takes one thing more."""

    factor: Factor


class SecondFactorRemoved(SecondFactorEvent, type="user.second_factor_removed", internal=True):
    """An app or a passkey counts no more."""

    factor: Factor


class SecondFactorReset(SecondFactorEvent, type="user.second_factor_reset", internal=True):
    """An admin took all second factors of an account away, because its owner lost them."""


class RecoveryCodesMade(SecondFactorEvent, type="user.recovery_codes_made", internal=True):
    """An account has new recovery codes; those before open nothing."""


class RecoveryCodeUsed(SecondFactorEvent, type="user.recovery_code_used", internal=True):
    """A recovery code stood in for a second factor."""

    left: int


class SecondFactorFailed(SecondFactorEvent, type="session.second_factor_failed", internal=True):
    """Whoever knew the password did not have the second factor."""
