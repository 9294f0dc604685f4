"""Facts about how people are reached: numbers of rows, never an address or a telephone number."""

from deskbell.users.events import UserEvent


class UserAddressAdded(UserEvent, type="user.address_added", internal=True):
    """An account has one address more."""

    address_id: int


class UserAddressRemoved(UserEvent, type="user.address_removed", internal=True):
    """An account has one address less: mail from it is a stranger's now."""

    address_id: int


class UserPrimaryAddressChanged(UserEvent, type="user.primary_address_changed", internal=True):
    """Mail to an account goes to another of its addresses."""

    before: int | None
    after: int


class UserPhoneAdded(UserEvent, type="user.phone_added", internal=True):
    """An account has one telephone number more."""

    phone_id: int


class UserPhoneRemoved(UserEvent, type="user.phone_removed", internal=True):
    """An account has one telephone number less."""

    phone_id: int


class UserPrimaryPhoneChanged(UserEvent, type="user.primary_phone_changed", internal=True):
    """An account is called at another of its numbers."""

    before: int | None
    after: int
