"""User groups, what they may do, and who is in them."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class GroupKind(StrEnum):
    """Where a group stands: each is granted what the one before is, and its own."""

    everyone = "everyone"
    registered = "registered"
    own = "own"


KINDS = ", ".join(f"'{kind}'" for kind in GroupKind)


class UserGroup(HasId, HasTimes, Model):
    """A group of customers, the only thing that gives customers permissions.

    *Everyone* and *Registered* are built in and have no rows of members. `rule`: who is in it by what they
    are, never by organization. `version` grows with its name, its rule and its permissions.
    """

    __tablename__ = "user_groups"
    __table_args__ = (
        CheckConstraint(f"kind in ({KINDS})", name="kind_is_known"),
        CheckConstraint("rule is null or kind = 'own'", name="built_in_has_no_rule"),
        Index("uq_user_groups_name", text("lower(name)"), unique=True),
        Index("uq_user_groups_kind", "kind", unique=True, postgresql_where=text("kind <> 'own'")),
    )

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default=text("'own'"))
    rule: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class UserGroupPermission(Model):
    """A permission that a group has by itself; inherited ones are not repeated."""

    __tablename__ = "user_group_permissions"

    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id", ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)


class UserGroupMember(Model):
    """A person in a group. `by_rule`: only the group's rule put them in, so it takes them out again."""

    __tablename__ = "user_group_members"

    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_rule: Mapped[bool] = mapped_column(server_default=text("false"))
