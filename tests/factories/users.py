"""Accounts for tests."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.departments import give

from deskbell.core.auth import Actor, Level
from deskbell.users.models import User, UserAddress

NUMBERS = count(1)
NO_PASSWORD_MATCHES = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43


async def make_user(session, level=Level.user, *, name=None, address=None, **columns):
    """An account with an address of its own; claimed, though no password opens it."""
    number = next(NUMBERS)
    now = datetime.now(UTC)
    columns = {"password_hash": NO_PASSWORD_MATCHES, "claimed_at": now, **columns}
    user = User(name=name or f"Person {number}", level=int(level), **columns)
    session.add(user)
    await session.flush()
    address = address or f"person{number}@example.org"
    session.add(UserAddress(user_id=user.id, address=address, is_primary=True, verified_at=now))
    await session.flush()
    await session.refresh(user)
    return user


async def make_agent(session, *departments, **columns):
    """An agent with access to these departments."""
    user = await make_user(session, Level.agent, **columns)
    await give(session, user, *departments)
    return user


async def make_admin(session, **columns):
    """An admin."""
    return await make_user(session, Level.admin, **columns)


def acting_as(user, level=None, **more):
    """The actor that this account is, signed in on its own level."""
    return Actor(kind="user", level=Level(level or user.level), user_id=user.id, **more)
