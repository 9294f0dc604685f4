"""Departments and the access of agents to them."""

from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model

KNOWN_ACCESS: Final = "access in ('full', 'assign')"


class Department(HasId, HasTimes, Model):
    """A place where work belongs. Exactly one is the default; that one can't be deleted.

    `is_public`: customers may be told of it.
    """

    __tablename__ = "departments"
    __table_args__ = (
        Index("uq_departments_name", text("lower(name)"), unique=True),
        Index("uq_departments_default", "is_default", unique=True, postgresql_where=text("is_default")),
    )

    name: Mapped[str]
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    for_tickets: Mapped[bool] = mapped_column(server_default=text("true"))
    for_chat: Mapped[bool] = mapped_column(server_default=text("false"))
    is_public: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class DepartmentAncestor(Model):
    """A department above another one, however far; kept with `parent_id`."""

    __tablename__ = "department_ancestors"

    ancestor_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True
    )
    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DepartmentAccess(Model):
    """An agent's access to a department: `full` sees its tickets, `assign` may move tickets into it.

    `with_children`: to all departments below it as well.
    """

    __tablename__ = "department_access"
    __table_args__ = (CheckConstraint(KNOWN_ACCESS, name="access_is_known"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    access: Mapped[str] = mapped_column(server_default=text("'full'"))
    with_children: Mapped[bool] = mapped_column(server_default=text("false"))


class DepartmentAudience(Model):
    """A group whose members may choose a department; without any, whoever may choose its parent can.

    It governs choosing, never sight. A group that is named can't be deleted: choosing would open to all.
    """

    __tablename__ = "department_audiences"

    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id"), primary_key=True, index=True)
