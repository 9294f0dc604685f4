"""What a person does first: the demonstration's sign-ins, or the link that makes the first admin."""

import asyncio
from typing import TYPE_CHECKING

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
    from deskbell.setup_link import issue

    asyncio.run(issue(settings))
