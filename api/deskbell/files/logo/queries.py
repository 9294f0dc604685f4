"""Finding the logo."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.auth import Actor
from deskbell.files.models import File
from deskbell.settings.queries import system_section
from deskbell.settings.schemas import LookSettings


async def logo(connection: AsyncConnection, _actor: Actor) -> tuple[str, str, int] | None:
    """Where the logo's bytes are, their type and size; everyone may see it."""
    look = await system_section(connection, LookSettings)
    if look.logo_file_id is None:
        return None
    statement = select(File.storage_key, File.content_type, File.size).where(
        File.id == look.logo_file_id, File.is_picture
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else (row.storage_key, row.content_type, row.size)
