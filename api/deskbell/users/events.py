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


class UserMessageKept(UserEvent, type="user.message_kept", internal=True):
    """Somebody who is not let in yet has written: by the form, or by mail. The message waits with them."""

    submission_id: int | None
    inbound_mail_id: int | None


class UserRegistered(UserEvent, type="user.registered", internal=True):
    """Somebody who waited was let in: by the link that was mailed to them, or by an agent."""

    how: Literal["confirmed", "approved"]


class UserRegistrationRefused(UserEvent, type="user.registration_refused", internal=True):
    """An agent turned somebody away who waited to be let in."""


class UserMerged(UserEvent, type="user.merged", internal=True):
    """Another account was the same person's: what was its is this one's now."""

    merged_id: int
    merge_id: int


class UserMergeUndone(UserEvent, type="user.merge_undone", internal=True):
    """Two accounts that had been merged are apart again."""

    merged_id: int
    merge_id: int


class UserDataExported(UserEvent, type="user.data_exported", internal=True):
    """Somebody had everything written down that is known of a person."""

    export_id: int


class UserErased(UserEvent, type="user.erased", internal=True):
    """Whose account it was is forgotten; tickets stay, as nobody's in particular."""


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
