"""Keeping files that came with something else than an upload."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.storage import StoredFile
from deskbell.files.models import File
from deskbell.kit.filenames import safe_name
from deskbell.kit.filetypes import is_shown_inline, sniff


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file whose bytes are on disk already, and the number that it is to have."""

    id: UUID
    name: str
    stored: StoredFile


async def keep(session: AsyncSession, owner_id: int | None, files: Sequence[Arrived]) -> None:
    """Write the rows of stored files; their owner's next message names them."""
    if not files:
        return
    rows = []
    for file in files:
        name = safe_name(file.name)
        content_type = sniff(file.stored.head, name)
        rows.append(
            {
                "id": file.id,
                "owner_id": owner_id,
                "storage_key": file.stored.key,
                "name": name,
                "content_type": content_type,
                "size": file.stored.size,
                "is_picture": is_shown_inline(content_type, file.stored.head),
                "sha256": file.stored.sha256,
            }
        )
    await session.execute(insert(File), rows)
