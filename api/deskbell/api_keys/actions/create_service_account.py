"""Making a service account."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.users.events import UserCreated
from deskbell.users.models import User


async def create_service_account(session: AsyncSession, actor: Actor, name: str) -> User:
    """Make an agent without a password or an address: nobody signs in as it, only keys act for it."""
    user = User(name=name, level=Level.agent, is_service=True)
    session.add(user)
    await session.flush()
    await record(session, actor, UserCreated(user_id=user.id, level=Level.agent))
    return user
