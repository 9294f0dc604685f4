"""Using a mailed link: it works once, and proves the address that it was mailed to."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.passwords import Passwords
from deskbell.sessions.actions.set_password import set_password
from deskbell.sessions.links import LinkPurpose, UsedLink, use_link
from deskbell.sessions.problems import LinkNotValid
from deskbell.users.actions.verify_address import verify_address
from deskbell.users.contacts.actions.addresses import add_address
from deskbell.users.contacts.problems import TooManyContacts
from deskbell.users.problems import AddressTaken


async def claim_account(session: AsyncSession, passwords: Passwords, secret: str, password: str) -> Level:
    """Give an account its first password; its level. Raises `LinkNotValid`, `PasswordTooWeak`."""
    used = await use_link(session, LinkPurpose.claim, secret)
    if used is None or used.user_id is None:
        raise LinkNotValid
    actor = Actor(kind="user", level=Level.guest, user_id=used.user_id)
    level = await set_password(session, actor, passwords, used.user_id, password)
    if used.address_id is not None:
        await verify_address(session, actor, used.user_id, used.address_id)
    return level


async def prove_address(session: AsyncSession, secret: str) -> None:
    """Mark the address of a link as verified. Raises `LinkNotValid`."""
    used = await use_link(session, LinkPurpose.verify, secret)
    if used is None and (wanted := await use_link(session, LinkPurpose.add_address, secret)):
        await _add_proven(session, wanted)
        return
    if used is None or used.user_id is None or used.address_id is None:
        raise LinkNotValid
    actor = Actor(kind="user", level=Level.guest, user_id=used.user_id)
    await verify_address(session, actor, used.user_id, used.address_id)


async def _add_proven(session: AsyncSession, wanted: UsedLink) -> None:
    """Give the account the address that its owner has just proven.

    Raises `LinkNotValid` where it is taken.
    """
    if wanted.user_id is None or wanted.address is None:
        raise LinkNotValid
    actor = Actor(kind="user", level=Level.guest, user_id=wanted.user_id)
    try:
        await add_address(session, actor, wanted.user_id, wanted.address, verified=True)
    except (AddressTaken, TooManyContacts):
        raise LinkNotValid from None
