"""The private PostgreSQL as the top process keeps it."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from deskbell.cli.configuration import private_server
from deskbell.cli.database import URL_FILE
from deskbell.core.postgres import PostgresError, open_private

if TYPE_CHECKING:
    from deskbell.core.config import Settings

RESTART_TIMEOUT = 30
RESTART_PAUSE = 1
LOOK_EVERY_SECONDS = 0.5


class KeptServer:
    """Starts PostgreSQL, tells other commands its address, and starts it again when it ends."""

    def __init__(self, settings: "Settings") -> None:
        self._cluster = private_server(settings)
        self.data_dir = self._cluster.data_dir
        self._due_at = 0.0

    @contextmanager
    def starting(self, ending: ExitStack) -> Iterator[str]:
        """Start it beside what is done in the block; at its end the address answers.

        The address is written into the data folder, for our account only.
        """
        ending.callback(self._cluster.stop)
        url = self._cluster.url()
        with self._cluster.starting():
            yield url
        path = self.data_dir / URL_FILE
        path.unlink(missing_ok=True)  # it may be from before, with other rights
        with os.fdopen(open_private(path, os.O_WRONLY), "w") as file:
            file.write(f"{url}\n")
        ending.callback(path.unlink, missing_ok=True)

    def keep_running(self, now: float) -> None:
        """Start it again when it has ended and is due."""
        if self._cluster.alive() or now < self._due_at:
            return
        click.echo("PostgreSQL ended: it starts again.", err=True)
        try:
            self._cluster.start(RESTART_TIMEOUT)
        except PostgresError as error:
            click.echo(str(error), err=True)
            self._due_at = time.monotonic() + RESTART_PAUSE

    def unseen(self) -> bool:
        """Whether no signal would tell of a change: it is not our child, or it waits to be started."""
        return self._cluster.adopted or not self._cluster.alive()
