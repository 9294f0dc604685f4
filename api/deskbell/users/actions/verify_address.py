"""Proving that an address is its account's."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.users.actions.register import let_in
from deskbell.users.events import UserAddressVerified
from deskbell.users.models import UserAddress


async def verify_address(session: AsyncSession, actor: Actor, user_id: int, address_id: int) -> None:
    """Mark the address as verified; verified already, or not this account's any more, nothing changes."""
    mine = (UserAddress.id == address_id, UserAddress.user_id == user_id, UserAddress.verified_at.is_(None))
    row = update(UserAddress).where(*mine).values(verified_at=func.now()).returning(UserAddress.id)
    if await session.scalar(row) is not None:
        await record(session, actor, UserAddressVerified(user_id=user_id, address_id=address_id))
    await let_in(session, actor, user_id, "confirmed")
