"""Keeping an upload."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.storage import Storage
from deskbell.events.record import record
from deskbell.files.events import FileUploaded
from deskbell.files.models import File
from deskbell.kit.filetypes import is_shown_inline, sniff

LONGEST_NAME = 255


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
    Raises `FileTooLarge`, `StorageFull`.
    """
    stored = await storage.write(content, limit)
    shown = shown_name(name)
    content_type = sniff(stored.head, shown)
    file = File(
        owner_id=actor.account_id,
        storage_key=stored.key,
        name=shown,
        content_type=content_type,
        size=stored.size,
        is_picture=is_shown_inline(content_type, stored.head),
        sha256=stored.sha256,
    )
    session.add(file)
    await session.flush()
    await record(session, actor, FileUploaded(user_id=actor.account_id, file_id=file.id))
    return file


def shown_name(name: str) -> str:
    """The last part of the name, without what can't be stored or shown (T30)."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(
        letter for letter in last if letter.isprintable() and not "\ud800" <= letter <= "\udfff"
    )
    return printable.strip(" .")[:LONGEST_NAME] or "file"
