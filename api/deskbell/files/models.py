"""The table of files."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class File(Model):
    """An upload. It belongs to its uploader until a message names it; swept after a day if none does."""

    __tablename__ = "files"
    __table_args__ = (
        Index("ix_files_unattached", "created_at", postgresql_where=text("attached_at is null")),
        Index("ix_files_owner_id", "owner_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True, default=uuid4)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    claim_hash: Mapped[str | None]
    storage_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attached_at: Mapped[datetime | None]
