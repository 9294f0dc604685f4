"""Facts about accounts: numbers and levels, never a name, an address or a password."""

from typing import ClassVar, Literal

from deskbell.core.auth import Level
from deskbell.events.event import Event


class UserEvent(Event):
    """A fact about an account."""

    subject: ClassVar[str] = "user"

    user_id: int


class UserCreated(UserEvent, type="user.created", internal=True):
    """An account was made."""

    level: Level


class UserChanged(UserEvent, type="user.changed", internal=True):
    """Somebody's profile changed; `fields` names what, not into what."""

    fields: list[Literal["name", "language", "time_zone"]]


class UserAddressVerified(UserEvent, type="user.address_verified", internal=True):
    """An address of an account was proven to be its owner's, by a link that was mailed there."""

    address_id: int


class UserLevelChanged(UserEvent, type="user.level_changed", internal=True):
    """An account was raised or lowered; below agent, its open tickets are released."""

    before: Level
    after: Level


class UserDisabled(UserEvent, type="user.disabled", internal=True):
    """An account can't sign in any more, and its sessions ended."""


class UserEnabled(UserEvent, type="user.enabled", internal=True):
    """A disabled account can sign in again."""
