"""What may stand in the way of the wizard."""

from deskbell.core.problems import Conflict, InvalidRequest


class NoDomain(InvalidRequest):
    """What should be an address or a domain is neither."""

    code, title = "no_domain", "This is neither an address nor a domain"


class SelfTestRunning(Conflict):
    """One test of a mailbox at a time."""

    code, title = "self_test_running", "A test of this mailbox is running"


class MailboxDisabled(Conflict):
    """A mailbox that is switched off takes no mail."""

    code, title = "mailbox_disabled", "This mailbox is switched off"
