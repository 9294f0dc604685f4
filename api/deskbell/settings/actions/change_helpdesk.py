"""Changing what the helpdesk calls itself."""

from typing import Literal

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.settings.events import HelpdeskChanged
from deskbell.settings.models import SettingsSection
from deskbell.settings.queries import HELPDESK, helpdesk
from deskbell.settings.schemas import HelpdeskSettings

FIELDS: tuple[Literal["name"], ...] = ("name",)


async def change_helpdesk(session: AsyncSession, actor: Actor, wanted: HelpdeskSettings) -> None:
    """Keep the section `helpdesk`; what is the same already changes nothing."""
    before = await helpdesk(session)
    changed = [field for field in FIELDS if getattr(before, field) != getattr(wanted, field)]
    if not changed:
        return
    document = wanted.model_dump(mode="json")
    row = insert(SettingsSection).values(section=HELPDESK, document=document)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[SettingsSection.section], set_={"document": document, "updated_at": func.now()}
        )
    )
    await record(session, actor, HelpdeskChanged(fields=changed))
