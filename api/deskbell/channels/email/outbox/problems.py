"""Refusals about outgoing mail."""

from deskbell.core.problems import Problem


class MailNotRetriable(Problem):
    """The mail was accepted, is being sent now, or waits for its first attempt."""

    status, code, title = 409, "mail_not_retriable", "This mail can't be sent again now"


class MailNotKept(Problem):
    """The bytes are not there: not written yet, or they held a secret that only their reader should know."""

    status, code, title = 409, "mail_not_kept", "The content of this mail can't be shown"
