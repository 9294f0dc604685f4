"""Tests in which a mailbox sends a mail to itself."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class SelfTestState(StrEnum):
    """How far a test has come; the last two are its ends."""

    connecting = "connecting"
    sent = "sent"
    found = "found"
    failed = "failed"


class Step(StrEnum):
    """The steps of a test."""

    connect = "connect"
    send = "send"
    receive = "receive"


class StepState(StrEnum):
    """How one step stands."""

    waiting = "waiting"
    working = "working"
    done = "done"
    failed = "failed"


STATES = ", ".join(f"'{each}'" for each in SelfTestState)


class MailSelfTest(HasId, Model):
    """One test. `obstacle`, `says`: what it failed by; `standing`: what the mail was worth on arrival."""

    __tablename__ = "mail_self_tests"
    __table_args__ = (
        CheckConstraint(f"state in ({STATES})", name="state_is_known"),
        Index("ix_mail_self_tests_mailbox_id_id", "mailbox_id", "id"),
    )

    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailboxes.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(server_default=text("'connecting'"))
    obstacle: Mapped[str | None]
    says: Mapped[str] = mapped_column(server_default=text("''"))
    standing: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    connected_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
