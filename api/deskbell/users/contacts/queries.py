"""Reading addresses and numbers."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.users.contacts.models import UserPhone
from deskbell.users.contacts.schemas import AddressRead, PhoneRead
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import seen_by

Source = AsyncConnection | AsyncSession
MOST: Final = 20


async def addresses_of(source: Source, actor: Actor, user_id: int) -> list[AddressRead]:
    """A person's addresses, the primary one first, if the actor may see the person. Raises `NotFound`."""
    await _refuse_unseen(source, actor, user_id)
    rows = await source.execute(
        select(
            UserAddress.id,
            UserAddress.address.label("email"),
            UserAddress.is_primary.label("primary"),
            UserAddress.verified_at.is_not(None).label("verified"),
        )
        .where(UserAddress.user_id == user_id)
        .order_by(UserAddress.is_primary.desc(), UserAddress.id)
    )
    return [AddressRead(**row) for row in rows.mappings()]


async def phones_of(source: Source, actor: Actor, user_id: int) -> list[PhoneRead]:
    """A person's numbers, the primary one first, if the actor may see the person. Raises `NotFound`."""
    await _refuse_unseen(source, actor, user_id)
    rows = await source.execute(
        select(
            UserPhone.id,
            UserPhone.number,
            UserPhone.is_primary.label("primary"),
            UserPhone.verified_at.is_not(None).label("verified"),
        )
        .where(UserPhone.user_id == user_id)
        .order_by(UserPhone.is_primary.desc(), UserPhone.id)
    )
    return [PhoneRead(**row) for row in rows.mappings()]


async def system_address(session: AsyncSession, user_id: int, address_id: int) -> UserAddress | None:
    """One of a person's addresses."""
    mine = (UserAddress.id == address_id, UserAddress.user_id == user_id)
    return await session.scalar(select(UserAddress).where(*mine))


async def system_primary_address(session: AsyncSession, user_id: int) -> UserAddress | None:
    """The address that mail goes to."""
    mine = (UserAddress.user_id == user_id, UserAddress.is_primary)
    return await session.scalar(select(UserAddress).where(*mine))


async def system_addresses_full(session: AsyncSession, user_id: int) -> bool:
    """Whether a person has as many addresses as can be."""
    counted = select(func.count()).where(UserAddress.user_id == user_id)
    return (await session.scalar(counted) or 0) >= MOST


async def system_phone(session: AsyncSession, user_id: int, phone_id: int) -> UserPhone | None:
    """One of a person's numbers."""
    return await session.scalar(
        select(UserPhone).where(UserPhone.id == phone_id, UserPhone.user_id == user_id)
    )


async def system_phones(session: AsyncSession, user_id: int) -> list[UserPhone]:
    """A person's numbers, the oldest first."""
    mine = select(UserPhone).where(UserPhone.user_id == user_id).order_by(UserPhone.id)
    return list(await session.scalars(mine))


async def _refuse_unseen(source: Source, actor: Actor, user_id: int) -> None:
    if await source.scalar(select(User.id).where(User.id == user_id, seen_by(actor))) is None:
        raise NotFound
