"""The table of settings documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class SettingsSection(Model):
    """One section of the settings, such as `helpdesk`, as a JSON document of what somebody chose.

    `version` grows with every change.
    """

    __tablename__ = "settings"

    section: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(server_default=text("1"))
