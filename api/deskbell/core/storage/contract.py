"""What every storage has: random keys, a limit, a digest; reading in ranges, and the list for the sweep.

A name or type that somebody gave never reaches the store (T80).
"""

import asyncio
import errno
import os
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final

from deskbell.core.problems import Problem

if TYPE_CHECKING:
    from obstore import GetOptions  # a type that the package has no name for while running
    from obstore.store import ObjectStore

HEAD_BYTES: Final = 65_536
SPOOL_BYTES: Final = 1_048_576
READ_BYTES: Final = 262_144

_KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}", re.ASCII)


class FileTooLarge(Problem):
    """The file is over the limit; nothing of it was kept."""

    status, code, title = 413, "file_too_large", "This file is too large"


class StorageFull(Problem):
    """There is no room for the file."""

    status, code, title = 507, "storage_full", "There is no room left for files"


class StorageAway(Problem):
    """The bucket does not answer, or refuses us; what was asked can be asked again."""

    status, code, title = 503, "storage_away", "Files can't be reached now"


class FileMissing(Exception):
    """The store has no such file, though a row may say so."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is safely stored. `head` holds its first bytes, to tell its type by."""

    key: str
    size: int
    sha256: str
    head: bytes


class Storage(ABC):
    """Writes, reads and deletes files; a folder's and a bucket's differ in how a file gets into place."""

    @property
    @abstractmethod
    def store(self) -> "ObjectStore":
        """The object store behind it."""

    @abstractmethod
    async def write(self, stream: AsyncIterator[bytes], limit: int, key: str | None = None) -> StoredFile:
        """Store a stream of at most `limit` bytes; what breaks off leaves nothing behind.

        Returns once the file would survive a power cut. `key`: where it stood before, for a restore.
        Raises FileTooLarge, StorageFull or StorageAway.
        """

    @abstractmethod
    async def remove_abandoned(self, moment: datetime) -> int:
        """Delete what killed processes left of uploads before `moment`; returns how many."""

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Open a file from byte `start` to before `end`; FileMissing at once, not amid the answer."""
        options: GetOptions = {"range": {"offset": start} if end is None else (start, end)}
        checked = checked_key(key)
        try:
            with self.reaching():
                found = await self.store.get_async(checked, options=options if start or end else None)
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        return self._chunks(found.stream(min_chunk_size=READ_BYTES))

    async def delete(self, key: str) -> None:
        """Delete a file; one that is gone already is fine."""
        checked = checked_key(key)
        with suppress(FileNotFoundError), self.reaching():
            await self.store.delete_async(checked)

    async def list_older_than(self, moment: datetime) -> AsyncIterator[str]:
        """The keys of all files last written before `moment`, for the sweep of those that no row names."""
        with self.reaching():
            async for batch in self.store.list():
                for found in batch:
                    if _KEY.fullmatch(found["path"]) and found["last_modified"] < moment:
                        yield found["path"]

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Around every call of the store: what it raises becomes what we raise."""
        yield

    async def _chunks(self, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        with self.reaching():
            async for chunk in stream:
                yield bytes(chunk)


def checked_key(key: str) -> str:
    """The key, if it is one of ours; else FileMissing."""
    if not _KEY.fullmatch(key):
        raise FileMissing(key)
    return key


def new_key() -> str:
    """A key that nobody can guess."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:4]}/{name}"


async def spool(stream: AsyncIterator[bytes], limit: int, file: BinaryIO, key: str) -> StoredFile:
    """Write the stream into a file of this machine and flush it; FileTooLarge beyond the limit."""
    digest, size, head, waiting = sha256(), 0, bytearray(), bytearray()
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


@contextmanager
def telling_when_full() -> Iterator[None]:
    """A full disk becomes the problem that says so."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull from error
        raise


def _finish(file: BinaryIO, rest: bytearray) -> None:
    file.write(rest)
    os.fsync(file.fileno())
