"""One process that the top process keeps running."""

import os
import signal
import time
from collections.abc import Callable

import click

SOUND_SECONDS = 10
PATIENCE = 3
LONGEST_PAUSE = 30


class Child:
    """Starts a process, notices its end and starts it again: at once, and slower when it keeps failing."""

    def __init__(self, name: str, start: Callable[[], int]) -> None:
        self.name = name
        self.pid: int | None = None
        self._start = start
        self._started_at = 0.0
        self._due_at = 0.0
        self._failures = 0

    def keep_running(self, now: float) -> None:
        """Start the process when it does not run and is due; call this whenever something may have ended."""
        if (status := self._ended()) is not None:
            self._plan_restart(status, now)
        if self.pid is None and now >= self._due_at:
            self._started_at = now
            self.pid = self._start()

    def seconds_until_due(self, now: float) -> float | None:
        """How long until it is to be started; None while it runs."""
        return None if self.pid is not None else max(0.0, self._due_at - now)

    def ask_to_stop(self) -> None:
        """Ask the process to end in good order."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def wait_until_stopped(self, deadline: float) -> None:
        """Wait for its end, and end it by force at the deadline."""
        while self.pid is not None and self._ended() is None:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                break
            time.sleep(0.01)
        self.pid = None
        self._due_at = 0.0

    def _ended(self) -> int | None:
        """The exit status of the process that we started, once it has ended."""
        if self.pid is None:
            return None
        try:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            return 0
        return os.waitstatus_to_exitcode(status) if pid else None

    def _plan_restart(self, status: int, now: float) -> None:
        self.pid = None
        self._failures = 0 if now - self._started_at > SOUND_SECONDS else self._failures + 1
        pause = 0 if self._failures < PATIENCE else min(2 ** (self._failures - PATIENCE), LONGEST_PAUSE)
        self._due_at = now + pause
        how = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
        again = (
            f"it failed {self._failures} times in a row, next try in {pause} s"
            if pause
            else "it starts again"
        )
        click.echo(f"The {self.name} {how}: {again}.", err=True)
