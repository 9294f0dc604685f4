"""The tables of mailboxes and of how their polling stands."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class Mailbox(HasId, HasTimes, Model):
    """An address of ours: mail to it becomes tickets of its department, answers are sent by its server.

    `closing_html` is the signature under replies, sanitized. `trusted_servers`: the mail servers through
    which alone its mail arrives, whose `Authentication-Results` are believed. `smtp_password_sealed` and
    `imap_password_sealed` are opened by `core.sealing` only. `imap_existing`: mail that lay in the folder
    before it was connected is taken as well. `sign_in_with`: opened by signing in there (`sign_ins`).
    `size_limit`: the most bytes of a mail to it; without one, the listener's limit counts.
    """

    __tablename__ = "mailboxes"
    __table_args__ = (
        CheckConstraint("smtp_security in ('tls', 'starttls', 'none')", name="smtp_security_is_known"),
        CheckConstraint("imap_security in ('tls', 'starttls', 'none')", name="imap_security_is_known"),
        CheckConstraint("imap_after in ('leave', 'seen', 'move', 'delete')", name="imap_after_is_known"),
        CheckConstraint("sign_in_with in ('google', 'microsoft')", name="sign_in_with_is_known"),
        Index("uq_mailboxes_address", text("lower(address)"), unique=True),
    )

    address: Mapped[str]
    name: Mapped[str]
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    priority_id: Mapped[int | None] = mapped_column(
        ForeignKey("priorities.id", ondelete="SET NULL"), index=True
    )
    type_id: Mapped[int | None] = mapped_column(
        ForeignKey("ticket_types.id", ondelete="SET NULL"), index=True
    )
    closing_html: Mapped[str] = mapped_column(server_default=text("''"))
    language: Mapped[str] = mapped_column(server_default=text("'en'"))
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    trusted_servers: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    sign_in_with: Mapped[str | None]
    size_limit: Mapped[int | None]
    smtp_host: Mapped[str | None]
    smtp_port: Mapped[int | None]
    smtp_security: Mapped[str | None]
    smtp_username: Mapped[str | None]
    smtp_password_sealed: Mapped[bytes | None]
    smtp_private: Mapped[bool] = mapped_column(server_default=text("false"))
    imap_host: Mapped[str | None]
    imap_port: Mapped[int | None]
    imap_security: Mapped[str | None]
    imap_username: Mapped[str | None]
    imap_password_sealed: Mapped[bytes | None]
    imap_private: Mapped[bool] = mapped_column(server_default=text("false"))
    imap_folder: Mapped[str] = mapped_column(server_default=text("'INBOX'"))
    imap_after: Mapped[str] = mapped_column(server_default=text("'seen'"))
    imap_move_to: Mapped[str | None]
    imap_existing: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class MailboxPolling(Model):
    """How the polling of a mailbox stands; a row for each one whose mail lies on an IMAP server.

    One worker at a time is at it: `lease_number` grows with every lease and every change of the settings, and
    nothing is written under an older one. `account` is the name by which it was signed in. Mails up to
    `last_uid` are in the ledger. Those in `unsettled` have yet to be marked, moved or deleted on the server;
    `postponed` counts the attempts at mails that the server didn't give out. `rereading_to`: after a change
    of UIDVALIDITY, mails up to this UID may be known.
    """

    __tablename__ = "mailbox_pollings"

    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailboxes.id", ondelete="CASCADE"), primary_key=True)
    lease_number: Mapped[int] = mapped_column(server_default=text("0"))
    lease_until: Mapped[datetime | None]
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    asked_at: Mapped[datetime | None]
    began_at: Mapped[datetime] = mapped_column(server_default=func.now())
    account: Mapped[str | None]
    uidvalidity: Mapped[int | None]
    last_uid: Mapped[int] = mapped_column(server_default=text("0"))
    rereading_to: Mapped[int] = mapped_column(server_default=text("0"))
    unsettled: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=text("'{}'"))
    postponed: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=text("'{}'"))
    polled_at: Mapped[datetime | None]
    live: Mapped[bool] = mapped_column(server_default=text("false"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    error_code: Mapped[str | None]
    error: Mapped[str | None]
    mails_taken: Mapped[int] = mapped_column(server_default=text("0"))
