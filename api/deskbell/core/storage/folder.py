"""Files in a folder of this machine.

obstore's `LocalStore` writes a file and renames it but flushes nothing, so a power cut could leave an
answered upload empty; hence bytes are first spooled and flushed by us, renamed into place through the store,
and the folders flushed too, before `write` returns.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from obstore.store import LocalStore

from deskbell.core.storage.contract import (
    Storage,
    StoredFile,
    checked_key,
    new_key,
    spool,
    telling_when_full,
)

if TYPE_CHECKING:
    from obstore.store import ObjectStore

INCOMING: Final = "incoming"


class FolderStorage(Storage):
    """Writes, reads and deletes files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made if it isn't there, for its owner only."""
        self._folder = folder
        self._incoming = folder / INCOMING
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        self._store = LocalStore(prefix=folder)

    @property
    def store(self) -> "ObjectStore":
        """The folder as an object store."""
        return self._store

    async def write(self, stream: AsyncIterator[bytes], limit: int, key: str | None = None) -> StoredFile:
        """Spool, flush, rename, flush the folders."""
        key = new_key() if key is None else checked_key(key)
        name = key.rpartition("/")[2]
        path = self._incoming / name
        try:
            with telling_when_full():
                with await asyncio.to_thread(_create, path) as file:
                    stored = await spool(stream, limit, file, key)
                await self._store.rename_async(f"{INCOMING}/{name}", key)
                await asyncio.to_thread(self._flush_folders, key)
        finally:
            path.unlink(missing_ok=True)
        return stored

    async def remove_abandoned(self, moment: datetime) -> int:
        """Delete what killed processes left of uploads before `moment`; returns how many."""
        return await asyncio.to_thread(self._remove_abandoned, moment)

    def _flush_folders(self, key: str) -> None:
        first, second, _ = key.split("/")
        for folder in (self._folder / first / second, self._folder / first, self._folder):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _remove_abandoned(self, moment: datetime) -> int:
        removed = 0
        for path in self._incoming.iterdir():
            with suppress(FileNotFoundError):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                    path.unlink()
                    removed += 1
        return removed


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
