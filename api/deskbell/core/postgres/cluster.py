"""The private PostgreSQL of an installation: a child process that never outlives the one that started it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Self
from urllib.parse import quote

from deskbell.core.postgres.account import account_for
from deskbell.core.postgres.errors import ServerFailed
from deskbell.core.postgres.folder import locked, open_private, prepare_data_folder
from deskbell.core.postgres.initialize import ENVIRONMENT, initialize
from deskbell.core.postgres.locate import locate, reachable
from deskbell.core.postgres.options import server_options
from deskbell.core.postgres.process import child_of, postmaster, processes_in, works_in
from deskbell.core.postgres.sockets import prepare_socket_folder, socket_folder

POLL_SECONDS = 0.005
LARGEST_LOG = 10_000_000


class Start(Enum):
    """How a server came to run for us."""

    created = "created"
    started = "started"
    adopted = "adopted"


class Cluster:
    """One data folder and its server, reached by a unix socket that only its account may open.

    Start it from the main thread: the kernel ends the server with the thread that started it.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        binaries: Path | None = None,
        user: str = "nobody",
        log: Path | None = None,
        options: Sequence[str] = (),
    ) -> None:
        self.account = account_for(user)
        self.data_dir = prepare_data_folder(data_dir, self.account)
        self.data = self.data_dir / "postgres"
        self.sockets = socket_folder(self.data)
        self.log = log or self.data_dir / "postgres.log"
        self._chosen_binaries = binaries
        self._options = tuple(options)
        self._process: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    def url(self, database: str = "deskbell", user: str = "deskbell") -> str:
        """The address of a database of this server, as libpq spells it."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.sockets), safe='/')}"

    @property
    def pid(self) -> int | None:
        """The server's process, ours or adopted; None before it was started."""
        return self._pid

    @property
    def adopted(self) -> bool:
        """Whether somebody else started the server that we use."""
        return self._pid is not None and self._process is None

    def alive(self) -> bool:
        """Whether the server that we started or adopted still runs; reaps it when it has ended."""
        if self._process is not None:
            return self._process.poll() is None
        return self._pid is not None and works_in(self._pid, self.data)

    def start(self, timeout: float = 60) -> Start:
        """Start the server, made first if need be, or adopt the one that lives on the folder.

        Raises PostgresError, in seconds at most `timeout`, with a sentence for people.
        """
        with self.starting(timeout) as how:
            return how

    @contextmanager
    def starting(self, timeout: float = 60) -> Iterator[Start]:
        """The same for whoever has something to do meanwhile: the server answers at the end of the block."""
        deadline = time.monotonic() + timeout
        self._process = self._pid = None
        with locked(self.data_dir / "postgres.lock"):
            if self._adopt(deadline):
                yield Start.adopted
                return
            binaries = reachable(
                locate(self._chosen_binaries), self.account, self.data_dir / "postgres-programs"
            )
            created = initialize(self.data, binaries, self.account)
            prepare_socket_folder(self.sockets, self.data, self.account)
            self._spawn(
                [
                    str(binaries.folder / "postgres"),
                    "-D",
                    str(self.data),
                    *server_options(binaries.major, self.sockets),
                ]
            )
            yield Start.created if created else Start.started
            self._wait_until_ready(deadline)

    def stop(self, timeout: float = 15) -> None:
        """End our server: connections are cut, what was acknowledged is on disk.

        An adopted one is left alone.
        """
        process, self._process, self._pid = self._process, None, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout)
        if self.sockets != self.data:
            with suppress(OSError):  # somebody else's server may have begun to use it
                self.sockets.rmdir()

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def _adopt(self, deadline: float) -> bool:
        """Take the living server once it answers; False when there is none, or when it is gone."""
        while (living := postmaster(self.data)) is not None:
            pid, ready = living
            if ready:
                self._pid = pid
                return True
            _pause(deadline, f"the PostgreSQL server {pid} of {self.data} neither answers nor ends")
        while any(processes_in(self.data)):  # of a server that was killed: they hold its memory
            _pause(deadline, f"processes of an ended PostgreSQL server still work in {self.data}")
        return False

    def _spawn(self, command: list[str]) -> None:
        log = open_private(self.log, os.O_WRONLY | os.O_APPEND)
        try:
            if os.fstat(log).st_size > LARGEST_LOG:
                os.ftruncate(log, 0)
            account = self.account
            self._process = subprocess.Popen(
                [*command, *self._options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,  # a Ctrl-C at the terminal reaches us, and we end it last
                preexec_fn=child_of(os.getpid()),  # noqa: PLW1509 - we have no threads when we start servers
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        finally:
            os.close(log)
        self._pid = self._process.pid

    def _wait_until_ready(self, deadline: float) -> None:
        while postmaster(self.data) != (self._pid, True):
            if not self.alive():
                self._pid = self._process = None
                message = f"PostgreSQL ended while starting; the end of {self.log}: {self._last_words()}"
                raise ServerFailed(message)
            try:
                _pause(deadline, f"PostgreSQL did not answer in time; see {self.log}")
            except ServerFailed:
                self.stop()
                raise

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return next(
            (line for line in reversed(lines) if "FATAL" in line or "PANIC" in line),
            lines[-1] if lines else "(empty)",
        )


def _pause(deadline: float, complaint: str) -> None:
    if time.monotonic() > deadline:
        raise ServerFailed(complaint[0].upper() + complaint[1:] + ".")
    time.sleep(POLL_SECONDS)
