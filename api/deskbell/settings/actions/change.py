"""Changing settings."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.settings.events import HelpdeskChanged
from deskbell.settings.models import SettingsSection
from deskbell.settings.queries import system_lock_settings, system_section, system_settings
from deskbell.settings.schemas import SECTIONS, Section, SettingsUpdate


async def change_settings(
    session: AsyncSession, actor: Actor, wanted: SettingsUpdate, seen: int | None
) -> None:
    """Take over what is given and differs, in every section. Raises `StaleVersion`."""
    await system_lock_settings(session)
    as_seen(await system_settings(session), seen)
    given = wanted.model_dump(exclude_none=True)
    for kind in SECTIONS:
        if kind.key in given:
            await change_section(session, actor, kind, given[kind.key])


async def change_section(
    session: AsyncSession, actor: Actor, kind: type[Section], wanted: dict[str, Any]
) -> None:
    """Take over these members of one section; what is the same already changes nothing.

    A member that has its default is not kept: a later version may have a better one.
    """
    await system_lock_settings(session)
    before = await system_section(session, kind)
    after = before.model_copy(update=wanted)
    fields = sorted(name for name in wanted if getattr(before, name) != getattr(after, name))
    if not fields:
        return
    document = after.model_dump(mode="json", exclude_defaults=True)
    row = insert(SettingsSection).values(section=kind.key, document=document)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[SettingsSection.section],
            set_={
                "document": document,
                "updated_at": func.now(),
                "version": SettingsSection.version + 1,
            },
        )
    )
    await record(session, actor, HelpdeskChanged.model_validate({"section": kind.key, "fields": fields}))
