"""Refusals that polling knows."""

from deskbell.core.problems import Conflict


class MailboxNotPolled(Conflict):
    """Enable the mailbox and enter its `incoming` server first."""

    code, title = "mailbox_not_polled", "This mailbox is disabled, or has no server to fetch its mail from"
