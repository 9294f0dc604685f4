"""Adding a telephone number, making it the primary one, and removing it."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.users.changing import changeable
from deskbell.users.contacts.events import UserPhoneAdded, UserPhoneRemoved, UserPrimaryPhoneChanged
from deskbell.users.contacts.models import UserPhone
from deskbell.users.contacts.problems import TooManyContacts
from deskbell.users.contacts.queries import MOST, system_phone, system_phones


async def add_phone(session: AsyncSession, actor: Actor, user_id: int, number: str) -> None:
    """Give a person one number more; one that they have already changes nothing.

    Raises `NotFound`, `NotAllowed`, `TooManyContacts`.
    """
    await changeable(session, actor, user_id)
    known = await system_phones(session, user_id)
    if any(each.number == number for each in known):
        return
    if len(known) >= MOST:
        raise TooManyContacts
    row = UserPhone(user_id=user_id, number=number, is_primary=not known)
    session.add(row)
    await session.flush()
    await record(session, actor, UserPhoneAdded(user_id=user_id, phone_id=row.id))


async def make_phone_primary(session: AsyncSession, actor: Actor, user_id: int, phone_id: int) -> None:
    """Let the person be called at this number. Raises `NotFound`, `NotAllowed`."""
    await changeable(session, actor, user_id)
    row = await system_phone(session, user_id, phone_id)
    if row is None:
        raise NotFound
    if row.is_primary:
        return
    before = next((each for each in await system_phones(session, user_id) if each.is_primary), None)
    if before is not None:
        before.is_primary = False
        await session.flush()
    row.is_primary = True
    await session.flush()
    fact = UserPrimaryPhoneChanged(user_id=user_id, before=before and before.id, after=row.id)
    await record(session, actor, fact)


async def remove_phone(session: AsyncSession, actor: Actor, user_id: int, phone_id: int) -> None:
    """Take a number away; of those that are left, the oldest is the primary.

    Raises `NotFound`, `NotAllowed`.
    """
    await changeable(session, actor, user_id)
    row = await system_phone(session, user_id, phone_id)
    if row is None:
        raise NotFound
    await session.delete(row)
    await session.flush()
    left = await system_phones(session, user_id)
    if row.is_primary and left:
        left[0].is_primary = True
        await session.flush()
    await record(session, actor, UserPhoneRemoved(user_id=user_id, phone_id=phone_id))
