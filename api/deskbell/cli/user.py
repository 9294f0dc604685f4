"""`deskbell user ...`."""

from typing import TYPE_CHECKING

import click

from deskbell.cli.configuration import load_settings
from deskbell.cli.refusal import Refusal
from deskbell.cli.transaction import in_transaction, operator

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

LEVELS = click.Choice(["user", "agent", "admin"])


@click.group()
def user() -> None:
    """Make accounts, change their levels, print links that set a password."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--level", type=LEVELS, default="user", show_default=True, help="Where they stand on the ladder."
)
def create(email: str, name: str, level: str) -> None:
    """Make an account and print a single-use link by which its owner sets the password."""
    from pydantic import ValidationError

    from deskbell.users.schemas import UserCreate

    try:
        wanted = UserCreate(name=name, email=email)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        message = (
            f"The {wrong['loc'][0]} is not usable: {wrong['msg'].removeprefix('Value error, ').rstrip('.')}."
        )
        raise Refusal(message) from error
    settings = load_settings()

    async def verb(session: "AsyncSession") -> str:
        from deskbell.core.auth import Level
        from deskbell.departments.actions.create import ensure_default_department
        from deskbell.sessions.actions.reset_password import issue_reset_link
        from deskbell.users.actions.change_level import change_level
        from deskbell.users.actions.create import create_user

        made = await create_user(session, operator(), name=wanted.name, address=wanted.email)
        await change_level(session, operator(), made.id, Level[level])
        if Level[level] is Level.admin:  # a helpdesk that has one is never set up by its page
            await ensure_default_department(session, operator())
        return await issue_reset_link(session, operator(), made.id)

    secret = in_transaction(settings, verb)
    click.echo(f"Made the account {wanted.email} ({level}).")
    _print_reset_link(settings.base_url, secret)


@user.command("set-level")
@click.argument("email")
@click.argument("level", type=LEVELS)
def set_level(email: str, level: str) -> None:
    """Put an account on a level; the last admin stays one."""

    async def verb(session: "AsyncSession") -> None:
        from deskbell.core.auth import Level
        from deskbell.users.actions.change_level import change_level

        await change_level(session, operator(), await _id_of(session, email), Level[level])

    in_transaction(load_settings(), verb)
    click.echo(f"{email} is {level} now.")


@user.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a single-use link by which the account's owner sets a new password; earlier links are void."""

    async def verb(session: "AsyncSession") -> str:
        from deskbell.sessions.actions.reset_password import issue_reset_link

        return await issue_reset_link(session, operator(), await _id_of(session, email))

    settings = load_settings()
    _print_reset_link(settings.base_url, in_transaction(settings, verb))


async def _id_of(session: "AsyncSession", email: str) -> int:
    from deskbell.users.queries import system_user_id_of

    found = await system_user_id_of(session, email)
    if found is None:
        message = f"No account has the address {email}."
        raise Refusal(message)
    return found


def _print_reset_link(base_url: str, secret: str) -> None:
    click.echo(
        f"The password is set at this address, once, within a day:\n  {base_url}/agent/reset#token={secret}"
    )
