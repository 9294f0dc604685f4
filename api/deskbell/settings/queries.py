"""Reading settings documents."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.settings.models import SettingsSection
from deskbell.settings.schemas import HelpdeskSettings

HELPDESK = "helpdesk"


async def helpdesk(connection: AsyncConnection | AsyncSession) -> HelpdeskSettings:
    """The section `helpdesk`, which everyone may read; its defaults before the first set-up."""
    document = select(SettingsSection.document).where(SettingsSection.section == HELPDESK)
    found: dict[str, Any] | None = await connection.scalar(document)
    return HelpdeskSettings.model_validate(found or {})
