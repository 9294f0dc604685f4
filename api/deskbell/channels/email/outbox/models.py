"""Mails that go out, whom they go to, and their bytes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class MailKind(StrEnum):
    """What a mail is: an agent's answer, the receipt of a first message, a notice, or one about an account.

    A notice tells an agent of a ticket for which they are responsible.
    """

    reply = "reply"
    receipt = "receipt"
    notice = "notice"
    claim = "claim"
    reset = "reset"
    verify = "verify"
    invitation = "invitation"
    ticket_link = "ticket_link"
    registration = "registration"
    add_address = "add_address"


class MailState(StrEnum):
    """Where a mail stands.

    `queued`: no attempt yet; `deferred`: one failed, the next is due at `next_at`; `uncertain`: it may have
    arrived, so only a person repeats it.
    """

    queued = "queued"
    sending = "sending"
    accepted = "accepted"
    deferred = "deferred"
    failed = "failed"
    uncertain = "uncertain"


SECRET_KINDS = frozenset(
    {
        MailKind.claim,
        MailKind.reset,
        MailKind.verify,
        MailKind.invitation,
        MailKind.ticket_link,
        MailKind.registration,
        MailKind.add_address,
    }
)
RETRIABLE = frozenset({MailState.deferred, MailState.failed, MailState.uncertain})
ENDED = frozenset({MailState.accepted, MailState.failed})
_KINDS = ", ".join(f"'{kind}'" for kind in MailKind)
_STATES = ", ".join(f"'{state}'" for state in MailState)


class OutgoingMail(HasId, Model):
    """One mail to one class of recipients; a message has one of each class, however often it is ordered.

    `recipient_class` is `requester` (with the copied people), `follower:<user>` or `notice:<user>`.
    `internet_id`, `mail_date` and the content are fixed, and committed, before the first attempt.
    `handed_over_at` is when an attempt was about to say that the mail is complete: before it, nothing can
    have arrived. `waits_for_server`: there was no server to hear of it. `mailbox_id` is in whose name it
    goes. `correspondent` is the address that a receipt went to, as its caps count it (T56).
    """

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        CheckConstraint(f"kind in ({_KINDS})", name="kind_is_known"),
        CheckConstraint(f"state in ({_STATES})", name="state_is_known"),
        Index(
            "uq_outgoing_mails_message_id_recipient_class",
            "message_id",
            "recipient_class",
            unique=True,
            postgresql_where=text("message_id is not null"),
        ),
        Index(
            "ix_outgoing_mails_unfixed",
            "id",
            postgresql_where=text("internet_id is null and state = 'queued'"),
        ),
        Index(
            "ix_outgoing_mails_due", "next_at", "id", postgresql_where=text("state in ('queued', 'deferred')")
        ),
        Index("ix_outgoing_mails_leased", "lease_until", postgresql_where=text("state = 'sending'")),
        Index("ix_outgoing_mails_state_id", "state", "id"),
        Index("ix_outgoing_mails_ticket_id_id", "ticket_id", "id"),
        Index(
            "ix_outgoing_mails_correspondent",
            "correspondent",
            "created_at",
            postgresql_where=text("correspondent is not null"),
        ),
    )

    kind: Mapped[str]
    recipient_class: Mapped[str]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    mailbox_id: Mapped[int | None] = mapped_column(
        ForeignKey("mailboxes.id", ondelete="SET NULL"), index=True
    )
    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    correspondent: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    lease_until: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    waits_for_server: Mapped[bool] = mapped_column(server_default=text("false"))
    give_up_at: Mapped[datetime | None]
    internet_id: Mapped[str | None] = mapped_column(unique=True)
    mail_date: Mapped[datetime | None]
    return_path: Mapped[str] = mapped_column(server_default=text("''"))
    subject: Mapped[str] = mapped_column(server_default=text("''"))
    size: Mapped[int | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class OutgoingRecipient(HasId, Model):
    """One address that a mail goes to, and what became of it there; `answer` is the server's, or ours."""

    __tablename__ = "outgoing_recipients"
    __table_args__ = (
        Index("uq_outgoing_recipients_mail_id_address", "mail_id", text("lower(address)"), unique=True),
        Index("ix_outgoing_recipients_address", text("lower(address)"), "mail_id"),
    )

    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mails.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    copied: Mapped[bool] = mapped_column(server_default=text("false"))
    address: Mapped[str]
    name: Mapped[str] = mapped_column(server_default=text("''"))
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    code: Mapped[int | None] = mapped_column(SmallInteger)
    answer: Mapped[str | None]
    queue_id: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class OutgoingContent(Model):
    """The bytes of a mail, the same at every attempt; sealed where they hold a secret, then forgotten."""

    __tablename__ = "outgoing_contents"

    mail_id: Mapped[int] = mapped_column(
        ForeignKey("outgoing_mails.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bool] = mapped_column(server_default=text("false"))
