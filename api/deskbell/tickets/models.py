"""Tickets, what they are sorted by, and their messages."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class StatusKind(StrEnum):
    """What a status means, however an admin names it."""

    new = "new"
    open = "open"
    pending = "pending"
    on_hold = "on_hold"
    solved = "solved"
    closed = "closed"


OPEN_KINDS = (StatusKind.new, StatusKind.open, StatusKind.pending, StatusKind.on_hold)
KINDS = ", ".join(f"'{kind}'" for kind in StatusKind)
OPEN = f"status_kind in ({', '.join(repr(str(kind)) for kind in OPEN_KINDS)})"
LIVING = "deleted_at is null and spam_at is null"


class Status(HasId, Model):
    """A status by an admin's name; its kind says what it means.

    `is_default`: the one of its kind that rules choose.
    """

    __tablename__ = "statuses"
    __table_args__ = (
        CheckConstraint(f"kind in ({KINDS})", name="kind_is_known"),
        UniqueConstraint("id", "kind"),
        Index("uq_statuses_name", text("lower(name)"), unique=True),
        Index("uq_statuses_default", "kind", unique=True, postgresql_where=text("is_default")),
    )

    name: Mapped[str]
    public_name: Mapped[str]
    kind: Mapped[str]
    color: Mapped[str]
    position: Mapped[int]
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class Priority(HasId, Model):
    """How pressing a ticket is; a higher rank comes first. Exactly one is given to new tickets."""

    __tablename__ = "priorities"
    __table_args__ = (
        Index("uq_priorities_default", "is_default", unique=True, postgresql_where=text("is_default")),
    )

    name: Mapped[str]
    color: Mapped[str]
    rank: Mapped[int] = mapped_column(unique=True)
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class TicketType(HasId, Model):
    """What sort of matter a ticket is."""

    __tablename__ = "ticket_types"

    name: Mapped[str]
    position: Mapped[int]


class Label(HasId, Model):
    """A word that agents put on tickets."""

    __tablename__ = "labels"
    __table_args__ = (Index("uq_labels_name", text("lower(name)"), unique=True),)

    name: Mapped[str]
    color: Mapped[str]


def _updated(column: str, where: str) -> Index:
    """For the list of what has the same value here, the last changed first."""
    name = f"ix_tickets_{column.removesuffix('_id')}_updated"
    return Index(name, column, "updated_at", "id", postgresql_where=text(where))


class Ticket(HasId, HasTimes, Model):
    """A matter that a requester brings, and all that is said about it.

    `version` grows with every change. `status_kind` repeats the status's kind, held equal by a foreign key,
    for the partial indexes of the lists. `preview` is the beginning of the last public message, never of a
    note (T61). `continues_id`: the closed ticket that this one was opened in answer to.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["status_id", "status_kind"], ["statuses.id", "statuses.kind"], onupdate="CASCADE"
        ),
        Index("ix_tickets_open_updated", "updated_at", "id", postgresql_where=text(f"{LIVING} and {OPEN}")),
        Index("ix_tickets_living_updated", "updated_at", "id", postgresql_where=text(LIVING)),
        _updated("department_id", LIVING),
        _updated("assignee_id", LIVING),
        Index("ix_tickets_requester_updated", "requester_id", "updated_at", "id"),
        _updated("team_id", "team_id is not null"),
        Index("ix_tickets_assignee_department", "assignee_id", "department_id"),
        Index(
            "ix_tickets_team_department",
            "team_id",
            "department_id",
            postgresql_where=text("team_id is not null"),
        ),
        _updated("organization_id", "organization_id is not null"),
        Index("ix_tickets_created", "created_at", "id"),
        Index("ix_tickets_priority", "priority_rank", "id", postgresql_where=text(f"{LIVING} and {OPEN}")),
        Index("ix_tickets_deleted", "deleted_at", postgresql_where=text("deleted_at is not null")),
        Index(
            "ix_tickets_subject_trgm",
            "subject",
            postgresql_using="gin",
            postgresql_ops={"subject": "gin_trgm_ops"},
        ),
    )

    reference: Mapped[str] = mapped_column(String(14), unique=True)
    subject: Mapped[str]
    requester_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id", ondelete="SET NULL"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    status_id: Mapped[int]
    status_kind: Mapped[str]
    priority_id: Mapped[int] = mapped_column(ForeignKey("priorities.id"), index=True)
    priority_rank: Mapped[int] = mapped_column(SmallInteger)
    type_id: Mapped[int | None] = mapped_column(
        ForeignKey("ticket_types.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(server_default=text("'api'"))
    language: Mapped[str | None]
    preview: Mapped[str] = mapped_column(server_default=text("''"))
    message_count: Mapped[int] = mapped_column(server_default=text("0"))
    public_message_count: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    private: Mapped[bool] = mapped_column(server_default=text("false"))
    deleted_at: Mapped[datetime | None]
    spam_at: Mapped[datetime | None]
    continues_id: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.id", ondelete="SET NULL"), index=True
    )

    @property
    def is_open(self) -> bool:
        """Whether it counts as open work: neither solved, closed, nor deleted."""
        return self.deleted_at is None and self.status_kind in OPEN_KINDS


class TicketLabel(Model):
    """A label on a ticket."""

    __tablename__ = "ticket_labels"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    label_id: Mapped[int] = mapped_column(
        ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TicketFollower(Model):
    """A person who follows a ticket."""

    __tablename__ = "ticket_followers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TicketGrant(Model):
    """An agent without access to the department was let in to this one ticket, after a question."""

    __tablename__ = "ticket_grants"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TicketCopy(HasId, Model):
    """An address that gets the public replies sent after it was added; it opens nothing (domain.md 3.2)."""

    __tablename__ = "ticket_copies"
    __table_args__ = (Index("uq_ticket_copies_address", "ticket_id", text("lower(address)"), unique=True),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    address: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class TicketHint(Model):
    """A ticket that a mail on this one only hinted at, by a number or a mail of others; for agents (T51)."""

    __tablename__ = "ticket_hints"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    related_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class TicketLink(HasId, Model):
    """A secret address that opens one ticket to its requester without signing in (T86)."""

    __tablename__ = "ticket_links"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class HeldReply(HasId, Model):
    """An agent's reply that is not sent yet: its author can take it back, and nobody else sees it.

    `level`: how far the author was signed in. `body`: a `ReplyCreate`. `refused`: why it was not sent;
    it is kept, so that nothing written is lost.
    """

    __tablename__ = "held_replies"
    __table_args__ = (Index("ix_held_replies_author_id", "author_id", "ticket_id"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    level: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    send_at: Mapped[datetime]
    refused: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
