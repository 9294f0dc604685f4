"""Reading settings documents."""

from typing import Final, TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell import __version__
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.settings.models import SettingsSection
from deskbell.settings.schemas import (
    HelpdeskRead,
    HelpdeskSettings,
    LookSettings,
    MailSettings,
    Registration,
    Section,
    SettingsRead,
    SignInSettings,
    TicketSettings,
)

LOGO: Final = "/v1/helpdesk/logo"

Source = AsyncConnection | AsyncSession
S = TypeVar("S", bound=Section)


async def system_section(connection: Source, kind: type[S]) -> S:
    """One section, as it is in force; its defaults where nobody chose."""
    chosen = select(SettingsSection.document).where(SettingsSection.section == kind.key)
    return kind.model_validate(await connection.scalar(chosen) or {})


async def system_settings(connection: Source) -> SettingsRead:
    """Every section, and how often any of them was changed."""
    columns = (SettingsSection.section, SettingsSection.document, SettingsSection.version)
    rows = (await connection.execute(select(*columns))).all()
    chosen = {row.section: row.document for row in rows}
    return SettingsRead(
        version=1 + sum(row.version for row in rows),
        helpdesk=HelpdeskSettings.model_validate(chosen.get(HelpdeskSettings.key, {})),
        look=LookSettings.model_validate(chosen.get(LookSettings.key, {})),
        tickets=TicketSettings.model_validate(chosen.get(TicketSettings.key, {})),
        mail=MailSettings.model_validate(chosen.get(MailSettings.key, {})),
        sign_in=SignInSettings.model_validate(chosen.get(SignInSettings.key, {})),
    )


async def all_settings(connection: Source, actor: Actor) -> SettingsRead:
    """Every setting, for admins."""
    if actor.level < Level.admin:
        raise NotFound
    return await system_settings(connection)


async def helpdesk(connection: Source) -> HelpdeskSettings:
    """The section `helpdesk`, which everyone may read; its defaults before the first set-up."""
    return await system_section(connection, HelpdeskSettings)


async def system_registration(connection: Source) -> Registration:
    """What becomes of people whom nobody here knows yet, at this moment."""
    return (await system_section(connection, SignInSettings)).registration


async def shown_to_everyone(connection: Source, _actor: Actor) -> HelpdeskRead:
    """The name, the look and who may sign up, which everyone may know; in one statement."""
    wanted = (HelpdeskSettings.key, LookSettings.key, SignInSettings.key)
    rows = await connection.execute(
        select(SettingsSection.section, SettingsSection.document).where(SettingsSection.section.in_(wanted))
    )
    chosen = {row.section: row.document for row in rows}
    helpdesk = HelpdeskSettings.model_validate(chosen.get(HelpdeskSettings.key, {}))
    look = LookSettings.model_validate(chosen.get(LookSettings.key, {}))
    accounts = SignInSettings.model_validate(chosen.get(SignInSettings.key, {}))
    return HelpdeskRead(
        name=helpdesk.name,
        version=__version__,
        language=helpdesk.language,
        registration=accounts.registration,
        accent_color=look.accent_color,
        logo_url=look.logo_file_id and f"{LOGO}?v={look.logo_file_id}",
    )


async def system_lock_settings(session: AsyncSession) -> None:
    """Let one transaction at a time change settings; held until its end."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("settings"))))
