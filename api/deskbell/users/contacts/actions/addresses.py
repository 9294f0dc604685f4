"""Adding an address, making it the primary one, and removing it."""

from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound, ProblemError
from deskbell.events.record import record
from deskbell.sessions.links import void_links
from deskbell.users.changing import changeable
from deskbell.users.contacts.events import UserAddressAdded, UserAddressRemoved, UserPrimaryAddressChanged
from deskbell.users.contacts.problems import AddressNotVerified, PrimaryAddress, TooManyContacts
from deskbell.users.contacts.queries import system_address, system_addresses_full, system_primary_address
from deskbell.users.models import UserAddress
from deskbell.users.problems import AddressTaken


async def add_address(
    session: AsyncSession, actor: Actor, user_id: int, address: str, *, verified: bool = False
) -> int:
    """Give a person one address more; its number.

    Raises `NotFound`, `NotAllowed`, `AddressTaken` (an account or a mailbox has it), `TooManyContacts`.
    """
    await changeable(session, actor, user_id)
    if await system_addresses_full(session, user_id):
        raise TooManyContacts
    first = await system_primary_address(session, user_id) is None
    at = datetime.now(UTC) if verified else None
    row = insert(UserAddress).values(user_id=user_id, address=address, is_primary=first, verified_at=at)
    number = await session.scalar(row.on_conflict_do_nothing().returning(UserAddress.id))
    if number is None:
        raise AddressTaken(
            errors=[ProblemError(pointer="/email", message="An account or a mailbox has this address.")]
        )
    await record(session, actor, UserAddressAdded(user_id=user_id, address_id=number))
    return int(number)


async def make_primary(session: AsyncSession, actor: Actor, user_id: int, address_id: int) -> None:
    """Let mail go to this address; what was mailed to the one before opens nothing any more (T18).

    Raises `NotFound`, `NotAllowed`, `AddressNotVerified`.
    """
    await changeable(session, actor, user_id)
    row = await system_address(session, user_id, address_id)
    if row is None:
        raise NotFound
    if row.is_primary:
        return
    if row.verified_at is None:
        raise AddressNotVerified
    before = await system_primary_address(session, user_id)
    if before is not None:
        before.is_primary = False
        await session.flush()
    row.is_primary = True
    await session.flush()
    await void_links(session, user_id)
    fact = UserPrimaryAddressChanged(user_id=user_id, before=before and before.id, after=row.id)
    await record(session, actor, fact)


async def remove_address(session: AsyncSession, actor: Actor, user_id: int, address_id: int) -> None:
    """Take an address away; it opens nothing any more (T18).

    Raises `NotFound`, `NotAllowed`, `PrimaryAddress`.
    """
    await changeable(session, actor, user_id)
    row = await system_address(session, user_id, address_id)
    if row is None:
        raise NotFound
    if row.is_primary:
        raise PrimaryAddress
    await session.delete(row)
    await session.flush()
    await void_links(session, user_id)
    await record(session, actor, UserAddressRemoved(user_id=user_id, address_id=address_id))
