"""Messages, the files that they name, and the table they are found in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class MessageKind(StrEnum):
    """Who may read a message: everybody who may read the ticket, or agents only."""

    public = "public"
    internal = "internal"


class Message(HasId, Model):
    """A reply that the customer reads, or a note that only agents do.

    `html` is sanitized before it is stored. `reply_html` is the same without the history that it quotes and
    the signature, where it has any. `by_staff`: the author wrote it as an agent, whatever they are now.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("kind in ('public', 'internal')", name="kind_is_known"),
        UniqueConstraint("id", "ticket_id"),
        Index("ix_messages_ticket_id_id", "ticket_id", "id"),
        Index("ix_messages_author_id", "author_id"),
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    kind: Mapped[str]
    channel: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    by_staff: Mapped[bool]
    html: Mapped[str]
    text: Mapped[str]
    reply_html: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MessageFile(Model):
    """A file that a message names. The message has to be one of the same ticket."""

    __tablename__ = "message_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["message_id", "ticket_id"], ["messages.id", "messages.ticket_id"], ondelete="CASCADE"
        ),
        Index("ix_message_files_message_id", "message_id"),
    )

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), primary_key=True)
    message_id: Mapped[int]
    ticket_id: Mapped[int]
    position: Mapped[int] = mapped_column(SmallInteger)
    inline: Mapped[bool] = mapped_column(server_default=text("false"))


class MessageSearch(Model):
    """The words of a message, by department and time; written with the message, read by search only.

    Partitioned by year of `created_at`, so that the newest are looked through first. The first message of a
    ticket carries the subject too.
    """

    __tablename__ = "message_search"
    __table_args__ = (
        Index("ix_message_search_words", "department_id", "words", postgresql_using="gin"),
        Index("ix_message_search_ticket_id", "ticket_id"),
        {"postgresql_partition_by": "RANGE (created_at)"},
    )

    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    created_at: Mapped[datetime] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    department_id: Mapped[int]
    internal: Mapped[bool]
    words: Mapped[str] = mapped_column(TSVECTOR)
