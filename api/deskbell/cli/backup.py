"""`deskbell backup`."""

from pathlib import Path

import click

from deskbell.cli.configuration import load_settings
from deskbell.cli.database import with_database
from deskbell.cli.refusal import Refusal


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--without-secrets", is_flag=True, help="Leave the keys out; then keep them elsewhere.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def backup(file: Path, without_secrets: bool, force: bool) -> None:
    """Write database, files and keys into one file, while the helpdesk goes on.

    Everything that was acknowledged before the start is in it. The keys open sealed passwords: keep the file
    closed to others. Without them a restored helpdesk asks everybody to sign in again, and admins to enter
    the passwords of mailboxes.
    """
    if file.exists() and not force:
        message = f"{file} is there already: choose another name, or --force."
        raise Refusal(message)
    if not file.parent.is_dir():
        message = f"The folder {file.parent} is not there."
        raise Refusal(message)
    from deskbell.cli.archive.writing import write_backup

    with with_database(load_settings(), migrating=False) as settings:
        manifest = write_backup(settings, file, with_secrets=not without_secrets)
    click.echo(
        f"Wrote {file}: {file.stat().st_size / 1_000_000:.1f} MB with {manifest.counts['tickets']} tickets "
        f"and {manifest.counts['files']} files, as they were at {manifest.at}."
    )
    if not without_secrets:
        click.echo("It holds the keys of this installation: keep it closed to others.")
