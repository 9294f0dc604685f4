"""Links that work once: only a hash of the secret is kept; using one is one statement (T17, T18, T87)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.tokens import hash_secret, new_secret
from deskbell.sessions.models import SingleUseLink

ADDRESS = "address_id"
NEW_ADDRESS = "address"


class LinkPurpose(StrEnum):
    """What a link is for; it opens nothing else."""

    setup = "setup"
    password_reset = "password_reset"  # noqa: S105 - a purpose, not a password
    claim = "claim"
    verify = "verify"
    add_address = "add_address"
    second_factor = "second_factor"
    second_factor_setup = "second_factor_setup"
    passkey = "passkey"
    passkey_sign_in = "passkey_sign_in"


@dataclass(frozen=True, slots=True)
class UsedLink:
    """A link that has just been used, for the only time.

    `address_id` is where it had been mailed to, `address` where to it had been that nobody had then.
    """

    user_id: int | None
    address_id: int | None = None
    address: str | None = None


async def issue_link(
    session: AsyncSession,
    purpose: LinkPurpose,
    user_id: int | None,
    lifetime: timedelta,
    *,
    address_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> str:
    """Make a link's secret, which is given away and never seen again; mailed, it proves that address.

    `data` is what is to be known of it when it is used.
    """
    secret = new_secret()
    expires_at = datetime.now(UTC) + lifetime
    link = SingleUseLink(purpose=purpose, token_hash=stored(secret), user_id=user_id, expires_at=expires_at)
    link.data = (data or {}) | ({} if address_id is None else {ADDRESS: address_id})
    session.add(link)
    await session.flush()
    return secret


async def use_link(session: AsyncSession, purpose: LinkPurpose, secret: str) -> UsedLink | None:
    """Use the link up; nothing when it was used, has expired, was voided, or never was."""
    row = (
        update(SingleUseLink)
        .where(
            SingleUseLink.token_hash == stored(secret),
            SingleUseLink.purpose == purpose,
            SingleUseLink.used_at.is_(None),
            SingleUseLink.expires_at > func.now(),
        )
        .values(used_at=func.now())
        .returning(SingleUseLink.user_id, SingleUseLink.data)
    )
    found = (await session.execute(row)).one_or_none()
    return (
        None
        if found is None
        else UsedLink(found.user_id, found.data.get(ADDRESS), found.data.get(NEW_ADDRESS))
    )


async def void_links(session: AsyncSession, user_id: int) -> None:
    """Make all unused links of an account worthless: its level, its password or its address changed."""
    unused = (SingleUseLink.user_id == user_id, SingleUseLink.used_at.is_(None))
    await session.execute(update(SingleUseLink).where(*unused).values(used_at=func.now()))


async def void_purpose(session: AsyncSession, purpose: LinkPurpose) -> None:
    """Make all unused links of a purpose worthless."""
    unused = (SingleUseLink.purpose == purpose, SingleUseLink.used_at.is_(None))
    await session.execute(update(SingleUseLink).where(*unused).values(used_at=func.now()))


def stored(secret: str) -> bytes:
    """The hash under which a secret is found."""
    return bytes.fromhex(hash_secret(secret))
