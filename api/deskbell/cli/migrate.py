"""`deskbell migrate`."""

import click

from deskbell.cli.configuration import load_settings
from deskbell.cli.database import direct_url, needs_migration, with_database
from deskbell.cli.database import migrate as bring_to_newest


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when models and migrations differ.")
def migrate(check: bool) -> None:
    """Bring the database to this version's schema.

    `serve` does it by itself. With DESKBELL_DATABASE_DIRECT_URL set, it goes past the pooler.
    """
    with with_database(load_settings()) as settings:
        url = direct_url(settings)
        if check:
            from deskbell.core import migrations

            migrations.check(url)
        elif needs_migration(url):
            bring_to_newest(url)
            click.echo("The database has this version's schema now.")
        else:
            click.echo("The database has this version's schema already.")
