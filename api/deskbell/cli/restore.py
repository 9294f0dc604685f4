"""`deskbell restore`."""

from pathlib import Path

import click

from deskbell.cli.configuration import load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace what is there: its database is lost.")
def restore(file: Path, force: bool) -> None:
    """Fill an empty installation from a backup; `deskbell serve` may not run meanwhile.

    The whole file is checked before anything is changed. Database and files go where the settings say, also
    where that is another place than before; then the schema is brought to this version's. Mail that waited to
    be sent at the time of the backup is sent after the next start.
    """
    from deskbell.cli.archive.reading import read_backup

    manifest, faults = read_backup(load_settings(), file, force=force)
    click.echo(
        f"Restored {manifest.counts['tickets']} tickets, {manifest.counts['users']} people and "
        f"{manifest.counts['files']} files, as they were at {manifest.at}."
    )
    for key in faults:
        click.echo(f"The file {key} was missing or damaged already when the backup was made.", err=True)
    if not manifest.secrets:
        click.echo("The backup has no keys: put yours into the folder `secrets`, or new ones are made.")
