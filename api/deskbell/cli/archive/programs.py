"""PostgreSQL's own programs, for a database that may be anywhere."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Final

from deskbell.cli.archive.layout import PIECE_BYTES
from deskbell.cli.refusal import Refusal

if TYPE_CHECKING:
    from deskbell.core.config import Settings

HEAD_LINES: Final = 60
NEWER_SETTINGS: Final = (b"SET transaction_timeout",)
"""What our pg_restore sets and a server before 17 doesn't know."""


class Programs:
    """pg_dump, pg_restore and psql, with the address of one database."""

    def __init__(self, settings: "Settings", url: str, server_major: int) -> None:
        """Find them. Raises Refusal when they are older than the server."""
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        from deskbell.core.db import plain_url
        from deskbell.core.postgres.initialize import ENVIRONMENT
        from deskbell.core.postgres.locate import locate

        binaries = locate(settings.postgres_bin)
        if binaries.major < server_major:
            message = (
                f"The database is PostgreSQL {server_major}, the programs in {binaries.folder} are version "
                f"{binaries.version}: set DESKBELL_POSTGRES_BIN to those of {server_major} or newer."
            )
            raise Refusal(message)
        parts = conninfo_to_dict(plain_url(url))
        password = parts.pop("password", None)
        self._folder = binaries.folder
        self._address = make_conninfo(**{name: str(value) for name, value in parts.items()})
        self._environment = {**ENVIRONMENT, "HOME": os.environ.get("HOME", "/")}
        if password:
            self._environment["PGPASSWORD"] = str(password)  # never among the arguments, which others see

    def dump(self, snapshot: str) -> Iterator[bytes]:
        """The database as it was at a snapshot, in pieces."""
        arguments = [
            "--format=custom",
            "--compress=1",
            "--no-owner",
            "--no-privileges",
            "--snapshot",
            snapshot,
        ]
        with tempfile.TemporaryFile() as said:
            process = self._start(["pg_dump", *arguments, "--dbname", self._address], said, stdin=False)
            try:
                with _out(process) as out:
                    while piece := out.read(PIECE_BYTES):
                        yield piece
            except BaseException:
                process.kill()
                process.wait()
                raise
            _end(process, said, "The database could not be written down")

    def load(self, pieces: Iterable[bytes]) -> None:
        """Fill the empty database. Raises Refusal with PostgreSQL's reason."""
        reading = ["pg_restore", "--file=-", "--no-owner", "--no-privileges", "--no-comments"]
        writing = [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            "--file=-",
        ]
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
            script = self._start(reading, told, stdin=True)
            database = self._start([*writing, "--dbname", self._address], said, stdin=True, stdout=False)
            pump = Thread(target=_pump, args=(script, database))
            pump.start()
            try:
                _feed(script, pieces)
            finally:
                pump.join()
            _end(database, said, "The database could not be filled")
            _end(script, told, "The backup's database could not be read")

    def _start(
        self, command: list[str], said: IO[bytes], *, stdin: bool, stdout: bool = True
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - PostgreSQL's programs with arguments of ours, no shell
            [str(self._folder / command[0]), *command[1:]],
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout else subprocess.DEVNULL,
            stderr=said,
            env=self._environment,
            cwd=Path("/"),
        )


def _feed(process: "subprocess.Popen[bytes]", pieces: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError), _in(process) as into:  # it has ended, and says why
        for piece in pieces:
            into.write(piece)


def _pump(script: "subprocess.Popen[bytes]", database: "subprocess.Popen[bytes]") -> None:
    """Hand the script over, without what an older server doesn't know: that stands in its first lines."""
    with suppress(BrokenPipeError), _out(script) as out, _in(database) as into:
        for _ in range(HEAD_LINES):
            line = out.readline()
            if not line.startswith(NEWER_SETTINGS):
                into.write(line)
        while piece := out.read(PIECE_BYTES):
            into.write(piece)


def _in(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    if process.stdin is None:
        message = "it was started without an input"
        raise ValueError(message)
    return process.stdin


def _out(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    if process.stdout is None:
        message = "it was started without an output"
        raise ValueError(message)
    return process.stdout


def _end(process: "subprocess.Popen[bytes]", said: IO[bytes], complaint: str) -> None:
    if process.wait() == 0:
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
    message = f"{complaint}: {next((line for line in lines if 'error' in line.lower()), lines[-1])}"
    raise Refusal(message)
