"""The layout of a backup: a plain tar, written and read as a stream.

`deskbell-backup.json` says what it is, then come `secrets/…`, `database/000000…` (the pieces of one pg_dump
in its custom format) and `files/…`; `checksums.json` stands last, so that a file that was cut off has none.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import IO, Any, Final

from deskbell.cli.refusal import Refusal

FORMAT: Final = 1
HEAD: Final = "deskbell-backup.json"
CHECKSUMS: Final = "checksums.json"
SECRETS: Final = "secrets/"
DATABASE: Final = "database/"
FILES: Final = "files/"
PIECE_BYTES: Final = 8_388_608
READ_BYTES: Final = 1_048_576
LARGEST_NOTE: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of: the version and schema it was made by, when, and how many rows it has."""

    deskbell: str
    revision: str
    at: str
    postgresql: str
    secrets: bool
    counts: dict[str, int]
    format: int = FORMAT


@dataclass(slots=True)
class Checksums:
    """SHA-256 of every member by its name; `missing` and `damaged` are files that were so already."""

    members: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


class Writer:
    """Writes a backup from its beginning to its end."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        """Begin it."""
        self._tar = tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - `end` closes it
        self.sums = Checksums()
        self.add(HEAD, json.dumps(asdict(manifest), indent=1).encode())

    def add(self, name: str, content: bytes) -> None:
        """Add a member that is in memory."""
        self.stream(name, len(content), [content])

    def stream(self, name: str, size: int, chunks: Iterable[bytes]) -> bool:
        """Add a member of a promised size; False when it turned out otherwise (then it is padded)."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        source = _Promised(chunks, size)
        self._tar.addfile(info, source)
        self.sums.members[name] = source.digest.hexdigest()
        return source.kept()

    def end(self) -> None:
        """Write the checksums and end."""
        content = json.dumps(asdict(self.sums)).encode()
        info = tarfile.TarInfo(CHECKSUMS)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))
        self._tar.close()


class _Promised(io.RawIOBase):
    """A stream of exactly so many bytes, whatever comes."""

    def __init__(self, chunks: Iterable[bytes], size: int) -> None:
        self._chunks, self._left, self._rest = iter(chunks), size, b""
        self._padded = False
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as many as were asked for until the promise is kept."""
        wanted = self._left if size < 0 else min(size, self._left)
        while len(self._rest) < wanted:
            chunk = next(self._chunks, None)
            if chunk is None:
                self._padded = True
                self._rest += bytes(wanted - len(self._rest))
            else:
                self._rest += chunk
        found, self._rest = self._rest[:wanted], self._rest[wanted:]
        self._left -= len(found)
        self.digest.update(found)
        return found

    def kept(self) -> bool:
        """Whether there were as many as promised, and no more."""
        return not self._padded and not self._rest and next(self._chunks, None) is None


def members(file: IO[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name and content of every member, in order; each content is to be read before the next is asked for."""
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info)
                if content is None:
                    message = "This is no backup of Deskbell: it has a member that is no file."
                    raise Refusal(message)
                yield info.name, iter(partial(content.read, READ_BYTES), b"")
    except tarfile.TarError as error:
        message = f"This backup can't be read: it is cut off, or no backup of Deskbell ({error})."
        raise Refusal(message) from error


def verified(file: IO[bytes]) -> tuple[Manifest, Checksums]:
    """Read a whole backup and compare its checksums. Raises Refusal for one that is not as it was written."""
    seen: dict[str, str] = {}
    manifest: Manifest | None = None
    sums: Checksums | None = None
    for name, chunks in members(file):
        if name in {HEAD, CHECKSUMS}:
            content = b"".join(chunks)[:LARGEST_NOTE]
            if name == CHECKSUMS:
                sums = Checksums(**json.loads(content))
                continue
            manifest = _manifest(json.loads(content))
            chunks = iter([content])  # noqa: PLW2901 - it is counted as the others are
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
        seen[name] = digest.hexdigest()
        if manifest is None:
            break
    if manifest is None:
        message = "This is no backup of Deskbell."
        raise Refusal(message)
    if sums is None:
        message = "This backup is cut off: its end is missing."
        raise Refusal(message)
    wrong = [name for name in {**seen, **sums.members} if seen.get(name) != sums.members.get(name)]
    if wrong:
        message = f"This backup is damaged: {', '.join(sorted(wrong)[:5])} is not as it was written."
        raise Refusal(message)
    return manifest, sums


def _manifest(found: dict[str, Any]) -> Manifest:
    if found.get("format") != FORMAT:
        message = (
            f"This backup has the format {found.get('format')}; this version of Deskbell reads {FORMAT}."
        )
        raise Refusal(message)
    return Manifest(**found)
