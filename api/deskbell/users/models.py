"""Accounts and their addresses."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.auth import Level
from deskbell.core.models import HasId, HasTimes, Model


class WaitsFor(StrEnum):
    """What an account lacks before its messages become tickets."""

    verification = "verification"
    approval = "approval"
    refused = "refused"


WAITS = ", ".join(f"'{each}'" for each in WaitsFor)


class User(HasId, HasTimes, Model):
    """An account: a customer, an agent or an admin, by its level; raised or lowered, the same row.

    A service account is a program's: it has no password and no address, and only API keys act as it.
    `waits_for`: somebody wrote from its address, and is not let in yet, or was refused. `merged_into_id`: the
    same person's account, which has everything of this one. `erased_at`: nothing tells any more whose it was.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("level between 1 and 3", name="level_is_on_the_ladder"),
        CheckConstraint(f"waits_for in ({WAITS})", name="waits_for_is_known"),
        Index("ix_users_waits_for", "id", postgresql_where=text("waits_for is not null")),
        Index("ix_users_name_id", "name", "id"),
        Index("ix_users_staff", "level", postgresql_where=text("level >= 2")),
        Index("ix_users_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
    )

    name: Mapped[str]
    level: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    password_hash: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    is_service: Mapped[bool] = mapped_column(server_default=text("false"))
    waits_for: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    erased_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(server_default=text("'en'"))
    time_zone: Mapped[str] = mapped_column(server_default=text("'UTC'"))

    @property
    def rung(self) -> Level:
        """The level as one of the ladder."""
        return Level(self.level)


class UserAddress(HasId, Model):
    """An e-mail address of a person; unique over all accounts, each verified by itself.

    Without a person it is reserved: mail to it comes in here, and no account may have it.
    """

    __tablename__ = "user_addresses"
    __table_args__ = (
        Index("uq_user_addresses_address", text("lower(address)"), unique=True),
        Index("uq_user_addresses_primary", "user_id", unique=True, postgresql_where=text("is_primary")),
        Index(
            "ix_user_addresses_trgm",
            "address",
            postgresql_using="gin",
            postgresql_ops={"address": "gin_trgm_ops"},
        ),
        Index("ix_user_addresses_user_id", "user_id"),
        Index("ix_user_addresses_domains", text("parent_domains(address)"), postgresql_using="gin"),
    )

    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    address: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(server_default=text("false"))
    verified_at: Mapped[datetime | None]
