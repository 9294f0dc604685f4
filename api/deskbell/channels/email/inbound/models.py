"""What came in, what became of it, and the Message-IDs and bounces that were read in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class Fate(StrEnum):
    """What became of a mail. `waiting` is the only one that changes by itself.

    `refused` by a ban, a rule or a limit, `ignored` by a rule, `unknown_sender` where only agents make
    accounts: kept for the time that mails are kept, and nobody is told. `held` waits for a person.
    """

    waiting = "waiting"
    accepted = "accepted"
    refused = "refused"
    held = "held"
    unreadable = "unreadable"
    ignored = "ignored"
    unknown_sender = "unknown_sender"


class Source(StrEnum):
    """The door by which a mail came."""

    smtp = "smtp"
    lmtp = "lmtp"
    imap = "imap"


FATES = ", ".join(f"'{each}'" for each in Fate)
SOURCES = ", ".join(f"'{each}'" for each in Source)


class InboundMail(HasId, Model):
    """The ledger: one row for each mail and mailbox, kept whatever becomes of it (T67, T68).

    `sha256` is of the mail without the lines that each delivery adds, so that the same mail delivered again
    only counts in `duplicates`. `sender` is the envelope's, `address` and `name` are the author's; none
    proves anything, `verdict` does. `message_id` is our message, unique so that no mail becomes two;
    `internet_id` is the mail's own. `answerable`: an automatic mail may be sent in answer. `claimed_until`: a
    worker is at it. `rule_ids` are the parser rules that took hold of it, in order; where it became no
    message by a rule, the last one decided.
    """

    __tablename__ = "inbound_mails"
    __table_args__ = (
        CheckConstraint(f"fate in ({FATES})", name="fate_is_known"),
        CheckConstraint(f"source in ({SOURCES})", name="source_is_known"),
        UniqueConstraint("mailbox_id", "sha256"),
        UniqueConstraint("message_id"),
        Index("ix_inbound_mails_waiting", "id", postgresql_where=text("fate = 'waiting'")),
        Index("ix_inbound_mails_fate_id", "fate", "id"),
        Index("ix_inbound_mails_ticket_id", "ticket_id", postgresql_where=text("ticket_id is not null")),
        Index("ix_inbound_mails_address", text("lower(address)"), "id"),
        Index("ix_inbound_mails_internet_id", "internet_id", postgresql_where=text("internet_id <> ''")),
        Index("ix_inbound_mails_replay_id", "replay_id", postgresql_where=text("replay_id is not null")),
        Index("ix_inbound_mails_ban_id", "ban_id", postgresql_where=text("ban_id is not null")),
        Index(
            "ix_inbound_mails_rule_ids",
            "rule_ids",
            postgresql_using="gin",
            postgresql_where=text("rule_ids <> '{}'"),
        ),
        Index(
            "ix_inbound_mails_subject_trgm",
            "subject",
            postgresql_using="gin",
            postgresql_ops={"subject": "gin_trgm_ops"},
        ),
        Index(
            "ix_inbound_mails_address_trgm",
            "address",
            postgresql_using="gin",
            postgresql_ops={"address": "gin_trgm_ops"},
        ),
    )

    mailbox_id: Mapped[int | None] = mapped_column(ForeignKey("mailboxes.id", ondelete="SET NULL"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    sha256: Mapped[bytes]
    size: Mapped[int]
    source: Mapped[str]
    sender: Mapped[str]
    recipients: Mapped[list[str]] = mapped_column(ARRAY(String))
    client: Mapped[str] = mapped_column(server_default=text("''"))
    helo: Mapped[str] = mapped_column(server_default=text("''"))
    uidvalidity: Mapped[int | None]
    uid: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    duplicates: Mapped[int] = mapped_column(server_default=text("0"))
    fate: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    decided_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    address: Mapped[str] = mapped_column(server_default=text("''"))
    name: Mapped[str] = mapped_column(server_default=text("''"))
    reply_to: Mapped[str] = mapped_column(server_default=text("''"))
    subject: Mapped[str] = mapped_column(server_default=text("''"))
    internet_id: Mapped[str] = mapped_column(server_default=text("''"))
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    notes: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    automatic: Mapped[bool] = mapped_column(server_default=text("false"))
    answerable: Mapped[bool] = mapped_column(server_default=text("false"))
    threaded_by: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id", ondelete="SET NULL"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    maybe_related: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=text("'{}'"))
    rule_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=text("'{}'"))
    ban_id: Mapped[int | None] = mapped_column(ForeignKey("mail_bans.id", ondelete="SET NULL"))
    replay_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_replays.id", ondelete="SET NULL"))


class InboundReplay(HasId, Model):
    """Many mails that a person had read once more at one time; `mails` is how many."""

    __tablename__ = "inbound_replays"

    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    mails: Mapped[int]


class InboundContent(Model):
    """The bytes of a mail as they came, kept so that it can be read again after a fix."""

    __tablename__ = "inbound_contents"

    inbound_mail_id: Mapped[int] = mapped_column(
        ForeignKey("inbound_mails.id", ondelete="CASCADE"), primary_key=True
    )
    raw: Mapped[bytes]


class KnownMail(HasId, Model):
    """A Message-ID, without its brackets, of a mail that belongs to a ticket, whoever wrote it."""

    __tablename__ = "known_mails"
    __table_args__ = (
        Index("uq_known_mails_internet_id_ticket_id", "internet_id", "ticket_id", unique=True),
        Index("ix_known_mails_ticket_id_id", "ticket_id", "id"),
    )

    internet_id: Mapped[str]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    outgoing: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MailBounce(HasId, Model):
    """What a report says of one recipient of a mail of ours; `mail_id` is that mail's row in the outbox."""

    __tablename__ = "mail_bounces"

    inbound_mail_id: Mapped[int] = mapped_column(
        ForeignKey("inbound_mails.id", ondelete="CASCADE"), index=True
    )
    mail_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str]
    action: Mapped[str]
    status: Mapped[str]
    diagnostic: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
