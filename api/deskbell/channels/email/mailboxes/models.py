"""The table of mailboxes."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class Mailbox(HasId, HasTimes, Model):
    """An address of ours: mail to it becomes tickets of its department, answers are sent by its server.

    `closing_html` is the signature under replies, sanitized. `trusted_servers`: the mail servers through
    which alone its mail arrives, whose `Authentication-Results` are believed. `smtp_password_sealed` is
    opened by `core.sealing` only.
    """

    __tablename__ = "mailboxes"
    __table_args__ = (
        CheckConstraint("smtp_security in ('tls', 'starttls', 'none')", name="smtp_security_is_known"),
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
    smtp_host: Mapped[str | None]
    smtp_port: Mapped[int | None]
    smtp_security: Mapped[str | None]
    smtp_username: Mapped[str | None]
    smtp_password_sealed: Mapped[bytes | None]
    smtp_private: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
