"""Facts about mailboxes: numbers and names of fields, never an address or a password."""

from typing import ClassVar, Literal

from deskbell.channels.email.imap.failure import Cause
from deskbell.events.event import Event

Field = Literal[
    "address",
    "name",
    "department_id",
    "priority_id",
    "type_id",
    "signature",
    "language",
    "enabled",
    "trusted_servers",
    "size_limit",
    "smtp",
    "incoming",
    "sign_in_with",
]


class MailboxEvent(Event):
    """A fact about a mailbox."""

    subject: ClassVar[str] = "mailbox"

    mailbox_id: int
    version: int


class MailboxCreated(MailboxEvent, type="mailbox.created", internal=True):
    """There is a new mailbox."""

    department_id: int


class MailboxChanged(MailboxEvent, type="mailbox.changed", internal=True):
    """A mailbox changed; `fields` names what, not into what."""

    fields: list[Field]


class MailboxDeleted(MailboxEvent, type="mailbox.deleted", internal=True):
    """A mailbox is gone; what came in by it stays."""


class MailboxPollingEvent(Event):
    """A fact about fetching a mailbox's mail."""

    subject: ClassVar[str] = "mailbox"

    mailbox_id: int


class MailboxPollAsked(MailboxPollingEvent, type="mailbox.poll_asked", internal=True):
    """Somebody wants its mail to be fetched now."""


class MailboxPollingFailed(MailboxPollingEvent, type="mailbox.polling_failed", internal=True):
    """Its mail can't be fetched, or for another reason than before."""

    code: Cause


class MailboxPollingRecovered(MailboxPollingEvent, type="mailbox.polling_recovered", internal=True):
    """Its mail is fetched again."""
