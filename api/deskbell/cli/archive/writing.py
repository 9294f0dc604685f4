"""Making a backup, while the helpdesk goes on."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from deskbell import __version__
from deskbell.cli.archive.layout import DATABASE, FILES, SECRETS, Checksums, Manifest, Writer
from deskbell.cli.archive.programs import Programs
from deskbell.cli.database import direct_url
from deskbell.cli.refusal import Refusal

if TYPE_CHECKING:
    import psycopg

    from deskbell.core.config import Settings
    from deskbell.core.storage import Storage

COUNTED: Final = ("users", "tickets", "messages", "files", "events")
COUNTS: Final = """
select (select count(*) from users), (select count(*) from tickets), (select count(*) from messages),
    (select count(*) from files), (select count(*) from events)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A file as its row has it."""

    key: str
    size: int
    sha256: str


def write_backup(settings: "Settings", target: Path, *, with_secrets: bool) -> Manifest:
    """Write everything into a new file, which appears under its name once it is whole and on disk.

    Database and list of files are of one moment. Files never change and are copied after it: all that the
    database names is there. Reading holds up nobody: no lock, and no transaction that writes.
    """
    from deskbell.core.storage import open_storage

    storage = open_storage(settings)
    unfinished = target.with_name(f"{target.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, _moment(direct_url(settings)) as (connection, snapshot):
            manifest = _manifest(connection, with_secrets=with_secrets)
            writer = Writer(file, manifest)
            if with_secrets:
                _add_secrets(writer, settings.secrets_dir)
            programs = Programs(settings, direct_url(settings), connection.info.server_version // 10_000)
            known = _files(connection)
            for number, piece in enumerate(programs.dump(snapshot)):
                writer.add(f"{DATABASE}{number:06}", piece)
            _add_files(writer, storage, known)
            writer.end()
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    _tell_of_faults(writer.sums)
    return manifest


@contextmanager
def _moment(url: str) -> "Iterator[tuple[psycopg.Connection[Any], str]]":
    """A connection that sees one moment, and the name by which pg_dump sees the same."""
    import psycopg

    from deskbell.core.db import plain_url

    with psycopg.connect(plain_url(url), autocommit=True, application_name="deskbell backup") as connection:
        connection.execute("set idle_in_transaction_session_timeout = 0")
        connection.execute("set statement_timeout = 0")
        connection.execute("begin isolation level repeatable read read only")
        row = connection.execute("select pg_export_snapshot()").fetchone()
        yield connection, str(row[0] if row else "")
        connection.execute("rollback")


def _manifest(connection: "psycopg.Connection[Any]", *, with_secrets: bool) -> Manifest:
    import psycopg

    try:
        revisions = connection.execute("select version_num from alembic_version").fetchall()
    except psycopg.errors.UndefinedTable as error:
        message = "There is nothing to back up: the database is empty."
        raise Refusal(message) from error
    return Manifest(
        deskbell=__version__,
        revision=str(revisions[0][0]),
        at=datetime.now(UTC).isoformat(),
        postgresql=connection.info.parameter_status("server_version") or "",
        secrets=with_secrets,
        counts=counts(connection),
    )


def counts(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """How many rows the tables have that people would miss first."""
    row = connection.execute(COUNTS).fetchone()
    return dict(zip(COUNTED, row or (), strict=True))


def _files(connection: "psycopg.Connection[Any]") -> list[Known]:
    rows = connection.execute("select storage_key, size, sha256 from files order by storage_key").fetchall()
    return [Known(*row) for row in rows]


def _add_secrets(writer: Writer, folder: Path) -> None:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            writer.add(f"{SECRETS}{path.name}", path.read_bytes())


def _add_files(writer: Writer, storage: "Storage", known: list[Known]) -> None:
    from deskbell.core.storage import FileMissing

    bar = click.progressbar(known, label="Files", file=sys.stderr, show_pos=True)
    with asyncio.Runner() as loop, bar as shown:
        for file in shown:
            try:
                content = loop.run(storage.read(file.key))
            except FileMissing:
                writer.sums.missing.append(file.key)
                continue
            digest = sha256()
            whole = writer.stream(f"{FILES}{file.key}", file.size, _chunks(loop, content, digest.update))
            if not whole or digest.hexdigest() != file.sha256:
                writer.sums.damaged.append(file.key)


def _chunks(
    loop: asyncio.Runner, content: AsyncIterator[bytes], see: Callable[[bytes], None]
) -> Iterator[bytes]:
    async def following() -> bytes | None:
        return await anext(content, None)

    while (chunk := loop.run(following())) is not None:
        see(chunk)
        yield chunk


def _tell_of_faults(sums: Checksums) -> None:
    for kind, keys in (("missing", sums.missing), ("damaged", sums.damaged)):
        if keys:
            click.echo(f"{len(keys)} files were {kind} already: {', '.join(keys[:5])}", err=True)
