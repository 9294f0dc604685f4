"""Organizations, their domains, and who belongs to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class Sharing(StrEnum):
    """To whom of an organization a right on each other's tickets reaches."""

    none = "none"
    managers = "managers"
    named = "named"
    everyone = "everyone"


class Role(StrEnum):
    """What somebody is in an organization."""

    member = "member"
    manager = "manager"


_MODES = ", ".join(f"'{mode}'" for mode in Sharing)
_ROLES = ", ".join(f"'{role}'" for role in Role)


class Organization(HasId, HasTimes, Model):
    """A customer company, for the agents' eyes; its people learn its name and what is shared.

    `see`, `reply` and `close`: who of its people may do that on the tickets of the others; the last two count
    for those only who see. `merged_into_id`: it was merged, and stands here only so that this can be undone.
    """

    __tablename__ = "organizations"
    __table_args__ = (
        CheckConstraint(f"see in ({_MODES})", name="see_is_known"),
        CheckConstraint(f"reply in ({_MODES})", name="reply_is_known"),
        CheckConstraint(f"close in ({_MODES})", name="close_is_known"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        Index(
            "uq_organizations_name",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("merged_into_id is null"),
        ),
        Index("ix_organizations_name_id", "name", "id"),
        Index("ix_organizations_updated", "updated_at", "id"),
        Index(
            "ix_organizations_name_trgm",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
        ),
    )

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    website: Mapped[str] = mapped_column(server_default=text("''"))
    phone: Mapped[str] = mapped_column(server_default=text("''"))
    notes: Mapped[str] = mapped_column(server_default=text("''"))
    labels: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    account_manager_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="SET NULL"), index=True
    )
    see: Mapped[str] = mapped_column(server_default=text("'managers'"))
    reply: Mapped[str] = mapped_column(server_default=text("'none'"))
    close: Mapped[str] = mapped_column(server_default=text("'none'"))
    private_allowed: Mapped[bool] = mapped_column(server_default=text("true"))
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int] = mapped_column(server_default=text("1"))


class OrganizationDomain(HasId, Model):
    """A domain whose addresses make presumed members. In ASCII, and in `spelled` as people write it."""

    __tablename__ = "organization_domains"

    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    domain: Mapped[str] = mapped_column(unique=True)
    spelled: Mapped[str] = mapped_column(index=True)
    subdomains: Mapped[bool] = mapped_column(server_default=text("false"))


class OrganizationMember(Model):
    """A person in an organization.

    `manager_until`: a manager handed the role to this member until then. `named`: one of those who see where
    the sharing is `named`. `follows_new`: is made a follower of each new ticket.
    """

    __tablename__ = "organization_members"
    __table_args__ = (
        CheckConstraint(f"role in ({_ROLES})", name="role_is_known"),
        Index("uq_organization_members_default", "user_id", unique=True, postgresql_where=text("is_default")),
    )

    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(server_default=text("'member'"))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    named: Mapped[bool] = mapped_column(server_default=text("false"))
    manager_until: Mapped[datetime | None]
    follows_new: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OrganizationRemoval(Model):
    """Somebody was taken out of an organization: an address of its domains presumes them no more."""

    __tablename__ = "organization_removals"

    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class OrganizationInvitation(HasId, Model):
    """Whoever proves this address may join the organization."""

    __tablename__ = "organization_invitations"
    __table_args__ = (
        Index(
            "uq_organization_invitations_address",
            "organization_id",
            text("lower(address)"),
            unique=True,
        ),
        Index("ix_organization_invitations_lower_address", text("lower(address)")),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    address: Mapped[str]
    name: Mapped[str]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class OrganizationMerge(HasId, Model):
    """Two organizations were made one. `moved`: what the first one had, so that it can get it back."""

    __tablename__ = "organization_merges"

    source_id: Mapped[int] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    moved: Mapped[dict[str, Any]] = mapped_column(JSONB)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    undone_at: Mapped[datetime | None]
