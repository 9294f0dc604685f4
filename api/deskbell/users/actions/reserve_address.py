"""Keeping an address from accounts: mail to it comes in here, so nobody is known by it (domain.md 1)."""

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.problems import ProblemError
from deskbell.users.models import UserAddress
from deskbell.users.problems import AddressTaken


async def reserve_address(session: AsyncSession, address: str) -> None:
    """Reserve it; no account can take it from now on. Raises `AddressTaken` where it is taken already.

    Accounts and reservations stand under one unique index, so that no race lets both have it.
    """
    row = insert(UserAddress).values(user_id=None, address=address, is_primary=False)
    added = await session.scalar(row.on_conflict_do_nothing().returning(UserAddress.address))
    if added is None:
        message = "An account or a mailbox has this address."
        raise AddressTaken(errors=[ProblemError(pointer="/address", message=message)])


async def release_address(session: AsyncSession, address: str) -> None:
    """Let accounts have it again."""
    same = func.lower(UserAddress.address) == func.lower(address)
    await session.execute(delete(UserAddress).where(same, UserAddress.user_id.is_(None)))
