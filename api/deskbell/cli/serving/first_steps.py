"""What a person does first: the demonstration's sign-ins, or the link that makes the first admin."""

from typing import TYPE_CHECKING

import click

from deskbell.cli.transaction import in_transaction

if TYPE_CHECKING:
    from deskbell.core.config import Settings


def fill_demonstration(settings: "Settings") -> None:
    """Fill the demonstration helpdesk; nothing happens when it is filled already."""
    from deskbell.demo import fill

    fill(settings)


def sign_ins() -> list[str]:
    """The demonstration's accounts, as lines for the terminal."""
    from deskbell.demo import SIGN_INS

    return ["", "  Sign-ins    (demonstration)", *(f"    {line}" for line in SIGN_INS)]


def print_setup_link(settings: "Settings") -> None:
    """Print the single-use link to the set-up page; nothing when the helpdesk has an admin."""
    from deskbell.sessions.setup_link import issue_setup_link

    secret = in_transaction(settings, issue_setup_link)
    if secret is not None:
        link = f"{settings.base_url}/agent/setup#token={secret}"
        click.echo(f"The first admin is made at this address, once, within a day:\n  {link}")
