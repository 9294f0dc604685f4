"""Which groups may choose a type or a priority; of departments, that stands with departments."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class TicketTypeAudience(Model):
    """A group whose members may choose a type; without any, everybody can.

    It governs choosing, never sight.
    """

    __tablename__ = "ticket_type_audiences"

    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_types.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id"), primary_key=True, index=True)


class PriorityAudience(Model):
    """A group whose members may choose a priority; without any, whoever may set priorities can."""

    __tablename__ = "priority_audiences"

    priority_id: Mapped[int] = mapped_column(
        ForeignKey("priorities.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id"), primary_key=True, index=True)
