"""Merges of accounts, which can be undone for a while, and exports of what is known of a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class UserMerge(HasId, Model):
    """One account's things that became another's. `moved` names them by numbers, never by words."""

    __tablename__ = "user_merges"

    into_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    moved: Mapped[dict[str, Any]] = mapped_column(JSONB)
    merged_at: Mapped[datetime] = mapped_column(server_default=func.now())
    undone_at: Mapped[datetime | None]


class DataExport(HasId, Model):
    """Everything about a person, written into one file, which is swept after a day as any other upload."""

    __tablename__ = "data_exports"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ready_at: Mapped[datetime | None]
    file_id: Mapped[UUID | None] = mapped_column(
        Uuid(), ForeignKey("files.id", ondelete="SET NULL"), index=True
    )
