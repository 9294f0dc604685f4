"""Where the bytes of files stand: an object store under random keys, by default a folder.

A name or type that somebody gave never reaches the disk. obstore's `LocalStore` writes a file and renames it
but flushes nothing, so a power cut could leave an answered upload empty; hence bytes are first spooled and
flushed by us, renamed into place through the store, and the folders flushed too, before `write` returns.
"""

import asyncio
import errno
import os
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from obstore.store import LocalStore

from deskbell.core.problems import Problem

if TYPE_CHECKING:
    from obstore import GetOptions  # a type that the package has no name for while running

HEAD_BYTES: Final = 65_536
SPOOL_BYTES: Final = 1_048_576
READ_BYTES: Final = 262_144
INCOMING: Final = "incoming"

_KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}", re.ASCII)


class FileTooLarge(Problem):
    """The file is over the limit; nothing of it was kept."""

    status, code, title = 413, "file_too_large", "This file is too large"


class StorageFull(Problem):
    """There is no room for the file."""

    status, code, title = 507, "storage_full", "There is no room left for files"


class FileMissing(Exception):
    """The store has no such file, though a row may say so."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is safely on disk. `head` holds its first bytes, to tell its type by."""

    key: str
    size: int
    sha256: str
    head: bytes


class Storage:
    """Writes, reads and deletes files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made if it isn't there, for its owner only."""
        self._folder = folder
        self._incoming = folder / INCOMING
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        self._store = LocalStore(prefix=folder)

    async def write(self, stream: AsyncIterator[bytes], limit: int) -> StoredFile:
        """Store a stream of at most `limit` bytes; what breaks off leaves nothing behind.

        Returns once the file would survive a power cut. Raises FileTooLarge or StorageFull.
        """
        name = secrets.token_hex(16)
        key = f"{name[:2]}/{name[2:4]}/{name}"
        spool = self._incoming / name
        try:
            stored = await self._spool(stream, limit, spool, key)
            await self._store.rename_async(f"{INCOMING}/{name}", key)
            await asyncio.to_thread(self._flush_folders, key)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise StorageFull from error
            raise
        finally:
            spool.unlink(missing_ok=True)
        return stored

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Open a file from byte `start` to before `end`; FileMissing at once, not amid the answer."""
        options: GetOptions = {"range": {"offset": start} if end is None else (start, end)}
        try:
            found = await self._store.get_async(_checked(key), options=options if start or end else None)
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        return _chunks(found.stream(min_chunk_size=READ_BYTES))

    async def delete(self, key: str) -> None:
        """Delete a file; one that is gone already is fine."""
        with suppress(FileNotFoundError):
            await self._store.delete_async(_checked(key))

    async def list_older_than(self, moment: datetime) -> AsyncIterator[str]:
        """The keys of all files last written before `moment`, for the sweep of those that no row names."""
        async for batch in self._store.list():
            for found in batch:
                if _KEY.fullmatch(found["path"]) and found["last_modified"] < moment:
                    yield found["path"]

    async def remove_abandoned(self, moment: datetime) -> int:
        """Delete what killed processes left of uploads before `moment`; returns how many."""
        return await asyncio.to_thread(self._remove_abandoned, moment)

    async def _spool(self, stream: AsyncIterator[bytes], limit: int, spool: Path, key: str) -> StoredFile:
        digest, size, head, waiting = sha256(), 0, bytearray(), bytearray()
        with await asyncio.to_thread(_create, spool) as file:
            async for chunk in stream:
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge(f"At most {limit} bytes.", limit=limit)
                digest.update(chunk)
                head += chunk[: HEAD_BYTES - len(head)]
                waiting += chunk
                if len(waiting) >= SPOOL_BYTES:
                    await asyncio.to_thread(file.write, waiting)
                    waiting = bytearray()
            await asyncio.to_thread(_finish, file, waiting)
        return StoredFile(key, size, digest.hexdigest(), bytes(head))

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


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise FileMissing(key)
    return key


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)


def _finish(file: BinaryIO, rest: bytearray) -> None:
    file.write(rest)
    os.fsync(file.fileno())


async def _chunks(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield bytes(chunk)
