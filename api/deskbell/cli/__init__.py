"""The command line. Its modules import what a command needs inside it, so that `deskbell --help` is quick."""

import click

from deskbell.cli.backup import backup
from deskbell.cli.group import Commands
from deskbell.cli.mail import mail
from deskbell.cli.migrate import migrate
from deskbell.cli.openapi import openapi
from deskbell.cli.restore import restore
from deskbell.cli.serve import serve
from deskbell.cli.settings_table import settings_table
from deskbell.cli.user import user
from deskbell.cli.version import version
from deskbell.cli.worker import worker

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Deskbell, a helpdesk.

    Settings come from the environment (DESKBELL_…); README.md lists them. Without DESKBELL_DATABASE_URL the
    commands use the private PostgreSQL in the data folder: that of a running `deskbell serve`, else one of
    their own for as long as they run.
    """


for command in (serve, worker, mail, migrate, backup, restore, user, openapi, settings_table, version):
    main.add_command(command)
