"""Making an account."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import ProblemError
from deskbell.events.record import record
from deskbell.settings.queries import helpdesk
from deskbell.users.events import UserCreated
from deskbell.users.models import User, UserAddress
from deskbell.users.problems import AddressTaken


async def create_user(session: AsyncSession, actor: Actor, *, name: str, address: str) -> User:
    """Make a customer's account without a password. Raises `AddressTaken`."""
    usual = await helpdesk(session)
    user = User(name=name, level=Level.user, language=usual.language, time_zone=usual.time_zone)
    session.add(user)
    await session.flush()
    row = insert(UserAddress).values(user_id=user.id, address=address, is_primary=True)
    added = await session.scalar(row.on_conflict_do_nothing().returning(func.lower(UserAddress.address)))
    if added is None:
        raise AddressTaken(
            errors=[ProblemError(pointer="/email", message="Another account has this address.")]
        )
    await record(session, actor, UserCreated(user_id=user.id, level=Level.user))
    await session.refresh(user)
    return user
