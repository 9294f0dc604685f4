"""The private PostgreSQL as the top process keeps it."""

import os
import time
from contextlib import ExitStack
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

    def start(self, ending: ExitStack) -> str:
        """Start it, write its address into the data folder for our account only, and return it."""
        ending.callback(self._cluster.stop)
        self._cluster.start()
        url = self._cluster.url()
        path = self.data_dir / URL_FILE
        path.unlink(missing_ok=True)  # it may be from before, with other rights
        with os.fdopen(open_private(path, os.O_WRONLY), "w") as file:
            file.write(f"{url}\n")
        ending.callback(path.unlink, missing_ok=True)
        return url

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
