"""`deskbell version`."""

import click


@click.command()
def version() -> None:
    """Print the version of Deskbell."""
    from importlib.metadata import version as installed_version

    click.echo(f"deskbell {installed_version('deskbell')}")
