"""The table of files."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class File(Model):
    """An upload. It belongs to its uploader until a message names it; swept after a day if none does.

    `is_picture`: a raster of a size that a browser may show in a page; everything else is only saved (T28,
    T74).
    """

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
    is_picture: Mapped[bool]
    sha256: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attached_at: Mapped[datetime | None]
