"""Filling an installation from a backup."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.cli.archive.layout import (
    DATABASE,
    FILES,
    SECRETS,
    Checksums,
    Manifest,
    members,
    verified,
)
from deskbell.cli.archive.log_places import reset_places
from deskbell.cli.archive.programs import Programs
from deskbell.cli.archive.writing import counts
from deskbell.cli.database import direct_url, migrate, needs_migration, with_database
from deskbell.cli.refusal import Refusal
from deskbell.cli.serving.lock import ServeLock

if TYPE_CHECKING:
    import psycopg

    from deskbell.core.config import Settings
    from deskbell.core.storage import Storage

Member = tuple[str, Iterator[bytes]]
OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and application_name in ('deskbell', 'deskbell worker')
"""
REPLACED = "secrets.replaced"


def read_backup(settings: "Settings", source: Path, *, force: bool) -> tuple[Manifest, list[str]]:
    """Check the backup, then fill the installation with it; also the files that it could not have.

    Raises Refusal, before anything is changed, for a backup that is damaged or newer than we are, and for an
    installation that runs, or that is not empty unless `force`.
    """
    from deskbell.core.postgres import prepare_data_folder
    from deskbell.core.postgres.account import account_for
    from deskbell.core.storage import open_storage

    os.umask(0o077)
    with source.open("rb") as file:
        manifest, sums = verified(file)
    _check_revision(manifest)
    with ExitStack() as ending:
        account = None if settings.database_url else account_for(settings.postgres_user)
        data_dir = prepare_data_folder(settings.data_dir, account)
        ending.callback(ServeLock(data_dir).release)
        settings = settings.model_copy(update={"data_dir": data_dir})
        reachable = ending.enter_context(with_database(settings, migrating=False))
        storage = open_storage(reachable)
        if not force:
            _check_empty(reachable, storage)
        file = ending.enter_context(source.open("rb"))
        _fill(reachable, storage, members(file), sums, manifest)
        if needs_migration(direct_url(reachable)):
            migrate(direct_url(reachable))
    return manifest, sorted({*sums.missing, *sums.damaged})


def _check_revision(manifest: Manifest) -> None:
    from deskbell.core.revisions import known_revisions

    if manifest.revision not in known_revisions():
        message = (
            f"This backup was made by Deskbell {manifest.deskbell}, which is newer than this version: "
            "install that one first."
        )
        raise Refusal(message)


@contextmanager
def _connected(settings: "Settings") -> "Iterator[psycopg.Connection[Any]]":
    import psycopg

    from deskbell.core.db import plain_url

    url = plain_url(direct_url(settings))
    with psycopg.connect(url, autocommit=True, application_name="deskbell restore") as connection:
        yield connection


def _check_empty(settings: "Settings", storage: "Storage") -> None:
    async def any_file() -> bool:
        with storage.reaching():
            async for batch in storage.store.list():
                if batch:
                    return True
        return False

    with _connected(settings) as connection:
        tables = connection.execute(
            "select exists (select from pg_tables where schemaname = 'public')"
        ).fetchone()
    found = [
        *(["its database has tables"] if tables and tables[0] else []),
        *(["there are files"] if asyncio.run(any_file()) else []),
        *(
            ["there are keys"]
            if settings.secrets_dir.is_dir() and any(settings.secrets_dir.iterdir())
            else []
        ),
    ]
    if found:
        message = (
            f"This installation is not empty: {', '.join(found)}. Choose another DESKBELL_DATA_DIR or "
            "database, or replace what is there by --force."
        )
        raise Refusal(message)


def _fill(
    settings: "Settings", storage: "Storage", found: Iterator[Member], sums: Checksums, manifest: Manifest
) -> None:
    """Take the members in their order; files are overwritten, what no row names is swept later."""
    with _connected(settings) as connection:
        others = connection.execute(OTHERS).fetchone()
        if others and others[0]:
            message = "A helpdesk is running on this database: stop it first."
            raise Refusal(message)
        programs = Programs(settings, direct_url(settings), connection.info.server_version // 10_000)
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
    if manifest.secrets and settings.secrets_dir.is_dir() and any(settings.secrets_dir.iterdir()):
        settings.secrets_dir.rename(_free(settings.data_dir / REPLACED))
    with asyncio.Runner() as loop:
        for name, chunks in found:
            if name.startswith(DATABASE):
                _load(programs, chunks, found, storage, loop, sums)
                break
            if name.startswith(SECRETS):
                _put_secret(settings.secrets_dir, name.removeprefix(SECRETS), b"".join(chunks))
    with _connected(settings) as connection:
        reset_places(connection)
        if (now := counts(connection)) != manifest.counts:
            message = f"The database has {now}, the backup {manifest.counts}: don't use it."
            raise Refusal(message)
        connection.execute("analyze")


def _load(
    programs: Programs,
    first: Iterator[bytes],
    rest: Iterator[Member],
    storage: "Storage",
    loop: asyncio.Runner,
    sums: Checksums,
) -> None:
    """The pieces of the database, then the files that follow them."""
    after: list[Member] = []

    def pieces() -> Iterator[bytes]:
        yield from first
        for name, chunks in rest:
            if not name.startswith(DATABASE):
                after.append((name, chunks))
                return
            yield from chunks

    programs.load(pieces())
    for name, chunks in chain(after, rest):
        key = name.removeprefix(FILES)
        if name.startswith(FILES) and key not in sums.damaged:
            _put_file(loop, storage, key, chunks, sums.members[name])


def _put_file(
    loop: asyncio.Runner, storage: "Storage", key: str, chunks: Iterator[bytes], expected: str
) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    stored = loop.run(storage.write(stream(), limit=2**63, key=key))
    if stored.sha256 != expected:
        message = f"The file {key} changed while it was read."
        raise Refusal(message)


def _put_secret(folder: Path, name: str, content: bytes) -> None:
    if not name or "/" in name or name.startswith("."):
        message = f"The backup names a key {name!r}, which no file may be called."
        raise Refusal(message)
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _free(path: Path) -> Path:
    """A name beside this one that nothing has."""
    names = (path.with_name(f"{path.name}.{number}") for number in range(1, 10_000))
    return path if not path.exists() else next(each for each in names if not each.exists())
