"""The table of parser rules."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class Decision(StrEnum):
    """What a rule makes of a mail instead of a message; each is kept in the ledger."""

    refuse = "refuse"
    hold = "hold"
    ignore = "ignore"


DECISIONS = ", ".join(f"'{each}'" for each in Decision)


class MailRule(HasId, HasTimes, Model):
    """What is done with mail that is as its conditions say, in the order of `position`.

    `conditions` are documents of `conditions.py`. Labels and followers that are gone by then are passed over;
    what else is gone, the rule leaves as is usual. `stop`: no later rule looks at the mail.
    """

    __tablename__ = "mail_rules"
    __table_args__ = (
        CheckConstraint("phase in ('before', 'after')", name="phase_is_known"),
        CheckConstraint("needs in ('all', 'any')", name="needs_is_known"),
        CheckConstraint(f"decision in ({DECISIONS})", name="decision_is_known"),
    )

    name: Mapped[str]
    phase: Mapped[str]
    position: Mapped[int]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    needs: Mapped[str] = mapped_column(server_default=text("'all'"))
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    decision: Mapped[str | None]
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    department_id: Mapped[int | None] = mapped_column(
        ForeignKey("departments.id", ondelete="SET NULL"), index=True
    )
    priority_id: Mapped[int | None] = mapped_column(
        ForeignKey("priorities.id", ondelete="SET NULL"), index=True
    )
    type_id: Mapped[int | None] = mapped_column(
        ForeignKey("ticket_types.id", ondelete="SET NULL"), index=True
    )
    label_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=text("'{}'"))
    follower_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=text("'{}'"))
    automatic: Mapped[bool] = mapped_column(server_default=text("false"))
    stop: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
