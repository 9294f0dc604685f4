"""Outgoing mail as the API gives it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.channels.email.outbox.models import MailKind, MailState
from deskbell.core.fields import QueryId, Text
from deskbell.core.pagination import PageQuery, Read

Recipient = Annotated[Text, StringConstraints(max_length=254)]


class BounceRead(Read):
    """A report that came back about one recipient."""

    action: str = Field(description="As RFC 3464 names it.", examples=["failed", "delayed"])
    status: str = Field(description="The enhanced code, or empty.", examples=["5.1.1"])
    diagnostic: str = Field(description="What the other server says.")
    at: datetime


class RecipientRead(Read):
    """What became of a mail at one address."""

    address: str = Field(examples=["anna@example.org"])
    name: str
    copied: bool = Field(description="Whether it stands in Cc.")
    state: MailState
    code: int | None = Field(description="The number of the server's last answer.", examples=[250])
    answer: str | None = Field(description="The server's last answer, or our own sentence.")
    queue_id: str | None = Field(description="Under which the server queued the mail, as far as it tells.")
    bounce: BounceRead | None = Field(description="The last report that came back about it.")


class OutgoingMailRead(Read):
    """One mail that goes out, and where it stands."""

    id: int
    kind: MailKind
    state: MailState = Field(
        description="`uncertain`: it may have arrived, nobody told us; it is repeated by hand only."
    )
    ticket_id: int | None
    message_id: int | None = Field(description="The ticket's message that it carries.")
    subject: str = Field(description="Empty until it is written.")
    internet_id: str | None = Field(
        description="Its Message-ID, without brackets; the same at every attempt."
    )
    recipients: list[RecipientRead]
    attempts: int
    reason: str | None = Field(description="Why it is deferred, failed or uncertain.")
    next_at: datetime | None = Field(description="When it is tried again by itself.")
    created_at: datetime
    ended_at: datetime | None = Field(description="When it was accepted, or given up.")
    size: int | None = Field(description="In bytes.")
    can_retry: bool


class OutgoingStatus(Read):
    """Whether mail goes out."""

    sends: bool = Field(description="Whether every mailbox has a server; else some mail waits.")
    has_sender: bool = Field(description="Whether there is an address that mail comes from.")
    without_server: list[int] = Field(description="Mailboxes whose mail waits for the settings of a server.")
    signed_out: list[int] = Field(description="Mailboxes whose mail waits until somebody signs in for them.")
    demo: bool = Field(description="Mail without a server goes to the demonstration's inbox.")
    waiting: int = Field(description="Mails that were never tried.")
    deferred: int
    uncertain: int
    failed: int = Field(description="Of the last 7 days.")
    oldest_waiting_at: datetime | None
    last_problem: str | None = Field(description="Why the latest deferred mail is deferred.")


class OutboxQuery(PageQuery):
    """A list of mails that go out, narrowed to those for which all of it holds."""

    state: list[MailState] = Field(
        [], max_length=len(MailState), description="Only those in one of these states."
    )
    kind: MailKind | None = Field(None, description="Only those of this kind.")
    ticket_id: QueryId | None = Field(None, description="Only those of this ticket.")
    message_id: QueryId | None = Field(None, description="Only those that carry this message.")
    recipient: Recipient | None = Field(None, description="Only those that go to exactly this address.")
