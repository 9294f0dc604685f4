"""Telephone numbers of people."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class UserPhone(HasId, Model):
    """A number of a person, in international form; people may share one: who calls proves nothing by it."""

    __tablename__ = "user_phones"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        Index("uq_user_phones_primary", "user_id", unique=True, postgresql_where=text("is_primary")),
        Index("ix_user_phones_number", "number"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(server_default=text("false"))
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
