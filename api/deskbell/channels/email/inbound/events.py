"""What happens to mail that came in. That one became a message is told by its ticket's own events."""

from typing import ClassVar

from deskbell.channels.email.inbound.models import Fate
from deskbell.events.event import Event


class InboundMailEvent(Event):
    """A fact about a mail that came in."""

    subject: ClassVar[str] = "inbound_mail"
    inbound_mail_id: int


class MailSetAside(InboundMailEvent, type="inbound_mail.set_aside", internal=True):
    """A mail became no message: it was refused, is held, or nobody can be found who wrote it."""

    department_id: int
    fate: Fate


class MailBounced(InboundMailEvent, type="inbound_mail.bounced", internal=True):
    """A mail of ours was not delivered, or is late; `mail_id` is its row in the outbox."""

    mail_id: int
    ticket_id: int | None
    bounce_id: int
    action: str


class MailsReplayed(Event, type="inbound_replay.created", internal=True):
    """Many mails are to be read once more, by hand."""

    subject: ClassVar[str] = "inbound_replay"

    inbound_replay_id: int
    mails: int


class MailReplayed(InboundMailEvent, type="inbound_mail.replayed", internal=True):
    """A mail is to be read once more, by hand."""
