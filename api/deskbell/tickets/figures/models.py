"""Figures that are kept, so that nobody has to count."""

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class DepartmentOpenCount(Model):
    """How many open tickets a department has; kept by a projection of the log."""

    __tablename__ = "department_open_counts"

    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True
    )
    open_tickets: Mapped[int] = mapped_column(server_default=text("0"))
