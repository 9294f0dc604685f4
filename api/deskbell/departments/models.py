"""Departments and the access of agents to them."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class Department(HasId, HasTimes, Model):
    """A place where tickets belong. Exactly one is the default; that one can't be deleted."""

    __tablename__ = "departments"
    __table_args__ = (
        Index("uq_departments_name", text("lower(name)"), unique=True),
        Index("uq_departments_default", "is_default", unique=True, postgresql_where=text("is_default")),
    )

    name: Mapped[str]
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class DepartmentAccess(Model):
    """An agent sees the tickets of a department, and may do every act on them."""

    __tablename__ = "department_access"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DepartmentAudience(Model):
    """A group whose members may choose a department; without any, whoever may choose its parent can.

    It governs choosing, never sight. A group that is named can't be deleted: choosing would open to all.
    """

    __tablename__ = "department_audiences"

    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id"), primary_key=True, index=True)
