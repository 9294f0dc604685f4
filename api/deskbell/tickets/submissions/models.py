"""The table of kept submissions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, Model


class KeptSubmission(HasId, Model):
    """A guest's words before they are a ticket: it gets this reference once their author is let in."""

    __tablename__ = "kept_submissions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(String)
    choices: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    file_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    channel: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
