"""`deskbell worker`."""

import click

from deskbell.cli.configuration import load_settings
from deskbell.cli.database import with_database


@click.command()
def worker() -> None:
    """Run one worker: it follows the event log and does the jobs.

    `serve` starts one by itself; more of them may run on this or on other machines.
    """
    from deskbell.worker import run

    with with_database(load_settings()) as settings:
        run(settings)
