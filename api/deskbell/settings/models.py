"""The table of settings documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class SettingsSection(Model):
    """One section of the settings, such as `helpdesk`, as a JSON document."""

    __tablename__ = "settings"

    section: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
