"""Keys of programs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class ApiKey(HasId, Model):
    """A key that acts as the account that owns it, at most on `level`; kept as its hash (T17)."""

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint("level between 1 and 3", name="level_is_on_the_ladder"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    prefix: Mapped[str]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
