"""Agent groups, what they and single agents hold, and what restricts them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, CIDR
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model
from deskbell.departments.models import KNOWN_ACCESS


class Restricted:
    """What stands beside grants and cuts down: for a group, or for one agent.

    `addresses`: the networks from which they may sign in; empty is any. `records_an_hour`: how many tickets
    and people they may read.
    """

    addresses: Mapped[list[str]] = mapped_column(ARRAY(CIDR), server_default=text("'{}'"))
    second_factor_required: Mapped[bool] = mapped_column(server_default=text("false"))
    expires_at: Mapped[datetime | None]
    records_an_hour: Mapped[int | None]


class AgentGroup(HasId, HasTimes, Restricted, Model):
    """Agents who hold the same. Two are built in: `all` and `safe`, whose permissions can't be changed."""

    __tablename__ = "agent_groups"
    __table_args__ = (
        CheckConstraint("kind in ('all', 'safe', 'own')", name="kind_is_known"),
        Index("uq_agent_groups_name", text("lower(name)"), unique=True),
        Index("uq_agent_groups_built_in", "kind", unique=True, postgresql_where=text("kind <> 'own'")),
    )

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default=text("'own'"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class AgentGroupPermission(Model):
    """A permission that a group gives; the built-in ones have a mark instead (`registry`)."""

    __tablename__ = "agent_group_permissions"

    group_id: Mapped[int] = mapped_column(ForeignKey("agent_groups.id", ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)


class AgentGroupMember(Model):
    """An agent in a group."""

    __tablename__ = "agent_group_members"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("agent_groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class AgentGroupDepartment(Model):
    """A department to which a group gives access."""

    __tablename__ = "agent_group_departments"
    __table_args__ = (CheckConstraint(KNOWN_ACCESS, name="access_is_known"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("agent_groups.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    access: Mapped[str] = mapped_column(server_default=text("'full'"))
    with_children: Mapped[bool] = mapped_column(server_default=text("false"))


class AgentPermission(Model):
    """A permission that one agent holds by themselves."""

    __tablename__ = "agent_permissions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)


class AgentTerms(Restricted, Model):
    """What is said of one agent beside grants; no row says nothing.

    `version` counts the changes of the agent's rights: permissions, departments, restrictions.
    """

    __tablename__ = "agent_terms"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    out_of_office_until: Mapped[date | None]
