"""The tables of the log."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from deskbell.core.models import Model


class Xid8(UserDefinedType[str]):
    """PostgreSQL's 64-bit transaction number, carried as text."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature
        """The column type in DDL."""
        return "xid8"


class StoredEvent(Model):
    """A row of the log: append-only, read in the order of (xid, id), purged by age."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_xid_id", "xid", "id"),
        Index("ix_events_ticket_id_id", "ticket_id", "id", postgresql_where=text("ticket_id is not null")),
        Index("ix_events_at", "at", postgresql_using="brin"),
        Index("ix_events_status_changed_at", "at", postgresql_where=text("type = 'ticket.status_changed'")),
        Index("ix_events_audit", "id", postgresql_where=text("ticket_id is null")),
        Index("ix_events_actor", "actor_id", "id", postgresql_where=text("ticket_id is null")),
        Index(
            "ix_events_subject",
            "subject_type",
            "subject_id",
            "id",
            postgresql_where=text("ticket_id is null"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    xid: Mapped[str] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    type: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[int | None]
    behind_id: Mapped[int | None]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    ticket_id: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    root_id: Mapped[int | None]
    cause_id: Mapped[int | None]
    depth: Mapped[int] = mapped_column(server_default=text("0"))
    request_id: Mapped[str | None]


class EventReader(Model):
    """How far one reader of the log has come."""

    __tablename__ = "event_readers"

    name: Mapped[str] = mapped_column(primary_key=True)
    xid: Mapped[str] = mapped_column(Xid8())
    event_id: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ParkedEvent(Model):
    """An event that a projection could not take twice; kept to be looked at and tried again."""

    __tablename__ = "parked_events"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    handler: Mapped[str] = mapped_column(primary_key=True)
    error: Mapped[str]
    parked_at: Mapped[datetime] = mapped_column(server_default=func.now())
