"""The table of notifications."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text, true
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class Notification(HasId, Model):
    """One person is told of one event, once: the pair is unique, however often a job runs."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "event_id", name="uq_notifications_user_id_event_id"),
        Index("ix_notifications_user_id_id", "user_id", "id"),
        Index("ix_notifications_unread", "user_id", postgresql_where=text("read_at is null")),
        Index("ix_notifications_ticket_id", "ticket_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    event_id: Mapped[int]
    type: Mapped[str]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]


class NotificationSettings(Model):
    """Of what a person is told by mail too; who has no row is told of assignments only."""

    __tablename__ = "notification_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    mail_on_assignment: Mapped[bool] = mapped_column(server_default=true())
    mail_on_message: Mapped[bool] = mapped_column(server_default=text("false"))
