"""Facts about tests of mailboxes."""

from typing import ClassVar

from deskbell.events.event import Event


class MailSelfTestEvent(Event):
    """A fact about a test."""

    subject: ClassVar[str] = "mail_self_test"

    mail_self_test_id: int
    mailbox_id: int


class MailSelfTestStarted(MailSelfTestEvent, type="mail_self_test.started", internal=True):
    """A mailbox is to send a mail to itself."""


class MailSelfTestFound(MailSelfTestEvent, type="mail_self_test.found", internal=True):
    """The mail came back."""


class MailSelfTestFailed(MailSelfTestEvent, type="mail_self_test.failed", internal=True):
    """It could not be sent, or bounced."""
