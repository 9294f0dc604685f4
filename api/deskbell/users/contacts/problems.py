"""What may stand in the way of a change to addresses and numbers."""

from deskbell.core.problems import Conflict


class PrimaryAddress(Conflict):
    """An account keeps one address: make another one the primary first."""

    code, title = "primary_address", "This is the primary address; make another one the primary first"


class AddressNotVerified(Conflict):
    """Mail about the account goes to the primary address, so that has to be its owner's."""

    code, title = "address_not_verified", "Verify this address first"


class TooManyContacts(Conflict):
    """So many addresses, or numbers, at most."""

    code, title = "too_many_contacts", "Remove one before you add another"
