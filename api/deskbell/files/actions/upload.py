"""Keeping an upload."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.storage import Storage
from deskbell.events.record import record
from deskbell.files.events import FileUploaded
from deskbell.files.models import File
from deskbell.kit.filenames import safe_name
from deskbell.kit.filetypes import is_shown_inline, sniff


async def upload(
    session: AsyncSession,
    actor: Actor,
    storage: Storage,
    name: str,
    content: AsyncIterator[bytes],
    limit: int,
) -> File:
    """Store the bytes, then the row: what breaks off between leaves bytes for the sweep, never a row.

    The name is for people only; the bytes stand under a random key (T80).
    Raises `NotSignedIn` before anything is stored, `FileTooLarge`, `StorageFull`.
    """
    owner_id = actor.account_id
    stored = await storage.write(content, limit)
    shown = safe_name(name)
    content_type = sniff(stored.head, shown)
    file = File(
        owner_id=owner_id,
        storage_key=stored.key,
        name=shown,
        content_type=content_type,
        size=stored.size,
        is_picture=is_shown_inline(content_type, stored.head),
        sha256=stored.sha256,
    )
    session.add(file)
    await session.flush()
    await record(session, actor, FileUploaded(user_id=owner_id, file_id=file.id))
    return file
