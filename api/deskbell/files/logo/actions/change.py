"""Setting the logo, and taking it away."""

from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import ProblemError
from deskbell.files.logo.problems import LogoUnfit
from deskbell.files.models import File
from deskbell.settings.actions.change import change_section
from deskbell.settings.queries import system_lock_settings, system_section
from deskbell.settings.schemas import LookSettings

LARGEST = 1_000_000


async def set_logo(session: AsyncSession, actor: Actor, file_id: UUID) -> None:
    """Make an upload of the actor's the logo; the one before is swept. Raises `LogoUnfit`."""
    fit = (
        File.id == file_id,
        File.owner_id == actor.account_id,
        File.attached_at.is_(None),
        File.is_picture,
        File.size <= LARGEST,
    )
    taken = await session.scalar(update(File).where(*fit).values(attached_at=func.now()).returning(File.id))
    if taken is None:
        advice = "Upload a picture (PNG, JPEG, GIF or WebP) of at most 1 MB, then name it here."
        raise LogoUnfit(errors=[ProblemError(pointer="/file_id", message=advice)])
    await _replace(session, actor, file_id)


async def remove_logo(session: AsyncSession, actor: Actor) -> None:
    """Let the name stand where the logo was; without a logo nothing happens."""
    await _replace(session, actor, None)


async def _replace(session: AsyncSession, actor: Actor, file_id: UUID | None) -> None:
    await system_lock_settings(session)
    before = (await system_section(session, LookSettings)).logo_file_id
    if before is not None and before != file_id:
        await session.execute(update(File).where(File.id == before).values(attached_at=None))
    await change_section(session, actor, LookSettings, {"logo_file_id": file_id})
