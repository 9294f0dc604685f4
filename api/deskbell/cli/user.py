"""`deskbell user ...`."""

import click


@click.group()
def user() -> None:
    """Make accounts, change levels, print reset links."""
