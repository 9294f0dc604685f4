"""What happens to outgoing mail; agents see it on the ticket that it belongs to, customers never."""

from typing import ClassVar

from deskbell.events.event import Event


class OutgoingMailEvent(Event):
    """A fact about an outgoing mail; `message_id` is the ticket's message that it carries."""

    subject: ClassVar[str] = "outgoing_mail"
    outgoing_mail_id: int
    ticket_id: int | None
    message_id: int | None


class MailQueued(OutgoingMailEvent, type="outgoing_mail.queued", internal=True):
    """A mail waits to be sent."""


class MailAccepted(OutgoingMailEvent, type="outgoing_mail.accepted", internal=True):
    """The mail server took the mail, for at least one of its recipients."""


class MailDeferred(OutgoingMailEvent, type="outgoing_mail.deferred", internal=True):
    """The mail could not be sent now; it is tried again by itself."""

    attempts: int


class MailFailed(OutgoingMailEvent, type="outgoing_mail.failed", internal=True):
    """The mail was refused for good, or could not be sent for days."""


class MailUncertain(OutgoingMailEvent, type="outgoing_mail.uncertain", internal=True):
    """The mail may have arrived: nobody told us. It is repeated by hand only."""


class MailRetried(OutgoingMailEvent, type="outgoing_mail.retried", internal=True):
    """Somebody had the mail sent once more, with the same Message-ID."""
