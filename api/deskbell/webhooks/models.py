"""The tables of webhooks, of what is delivered to them, and of each attempt at it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class DeliveryState(StrEnum):
    """Where a delivery stands.

    `queued`: not tried yet; `waiting`: an attempt failed, another follows; `failed`: given up, only a person
    repeats it.
    """

    queued = "queued"
    sending = "sending"
    waiting = "waiting"
    delivered = "delivered"
    failed = "failed"


ENDED = frozenset({DeliveryState.delivered, DeliveryState.failed})
_STATES = ", ".join(f"'{state}'" for state in DeliveryState)
_ENDED = text("state not in ('delivered', 'failed')")


class Webhook(HasId, HasTimes, Model):
    """An address that is told of events of some types.

    `secret_sealed` signs what is sent; after a rotation `old_secret_sealed` does so too, until
    `rotation_ends_at`. `failing_since`: it has not taken anything since; after `failures` attempts in a row
    nothing is tried before `next_at`. `paused_at`: it failed for so long that nothing is sent until a person
    resumes it, but everything is kept; `pause_reason` says why.
    """

    __tablename__ = "webhooks"

    url: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    event_types: Mapped[list[str]] = mapped_column(ARRAY(String))
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    secret_sealed: Mapped[bytes]
    old_secret_sealed: Mapped[bytes | None]
    rotation_ends_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class WebhookDelivery(HasId, Model):
    """One event on its way to one webhook, once, however often it is ordered; without an event it is a test.

    `body` is what is sent, the same bytes at every attempt. Deliveries about one ticket go in the order of
    `event_id`. One that is `sending` is free again at `next_at`: whoever was at it has died. `first_tried_at`
    is when the time began after which it is given up.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state_is_known"),
        Index(
            "uq_webhook_deliveries_webhook_id_event_id",
            "webhook_id",
            "event_id",
            unique=True,
            postgresql_where=text("event_id is not null"),
        ),
        Index("ix_webhook_deliveries_webhook_id_id", "webhook_id", "id"),
        Index("ix_webhook_deliveries_due", "webhook_id", "next_at", "id", postgresql_where=_ENDED),
        Index(
            "ix_webhook_deliveries_open_of_ticket",
            "webhook_id",
            "ticket_id",
            "event_id",
            postgresql_where=_ENDED,
        ),
        Index("ix_webhook_deliveries_created_at", "created_at"),
    )

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[int | None]
    event_type: Mapped[str]
    ticket_id: Mapped[int | None]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    first_tried_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class WebhookAttempt(HasId, Model):
    """One request, and what was answered: `status` and the beginning of the answer, or why there was none."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (Index("ix_webhook_attempts_delivery_id_id", "delivery_id", "id"),)

    delivery_id: Mapped[int] = mapped_column(ForeignKey("webhook_deliveries.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    url: Mapped[str]
    sent_at: Mapped[datetime]
    milliseconds: Mapped[int]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    answer: Mapped[str | None]
    error: Mapped[str | None]
