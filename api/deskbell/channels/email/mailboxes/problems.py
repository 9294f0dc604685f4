"""What may stand in the way of a change to mailboxes."""

from deskbell.core.problems import Conflict, InvalidRequest


class MailboxAddressTaken(Conflict):
    """An account's address is never that of a mailbox, and two mailboxes never have the same one."""

    code, title = "address_taken", "An account or a mailbox has this address"


class UnknownChoice(InvalidRequest):
    """The request names a department, priority or type that does not exist."""

    code, title = "unknown_reference", "The request names something that does not exist"
