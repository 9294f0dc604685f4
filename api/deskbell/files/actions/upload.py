"""Keeping an upload."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import GUEST, Actor
from deskbell.core.storage import Storage
from deskbell.core.tokens import hash_secret, new_secret
from deskbell.events.record import record
from deskbell.files.events import FileUploaded
from deskbell.files.models import File
from deskbell.kit.filenames import safe_name
from deskbell.kit.filetypes import is_shown_inline, sniff

NOBODY = 0


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
    file = await _stored(session, storage, name, content, limit)
    file.owner_id = owner_id
    await session.flush()
    await record(session, actor, FileUploaded(user_id=owner_id, file_id=file.id))
    return file


async def upload_unowned(
    session: AsyncSession, storage: Storage, name: str, content: AsyncIterator[bytes], limit: int
) -> tuple[File, str]:
    """Store what somebody sends who has no account; it, and the secret by which they attach it.

    Raises `FileTooLarge`, `StorageFull`.
    """
    claim = new_secret()
    file = await _stored(session, storage, name, content, limit)
    file.claim_hash = hash_secret(claim)
    await session.flush()
    await record(session, GUEST, FileUploaded(user_id=NOBODY, file_id=file.id))
    return file, claim


async def _stored(
    session: AsyncSession, storage: Storage, name: str, content: AsyncIterator[bytes], limit: int
) -> File:
    stored = await storage.write(content, limit)
    shown = safe_name(name)
    content_type = sniff(stored.head, shown)
    file = File(
        storage_key=stored.key,
        name=shown,
        content_type=content_type,
        size=stored.size,
        is_picture=is_shown_inline(content_type, stored.head),
        sha256=stored.sha256,
    )
    session.add(file)
    return file
