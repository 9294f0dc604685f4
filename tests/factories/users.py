"""Accounts for tests."""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import text
from tests.factories.departments import give

from deskbell.core.auth import Actor, Level
from deskbell.permissions.models import AgentPermission
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION
from deskbell.users.models import User, UserAddress

NUMBERS = count(1)
_ALL = text("""
insert into agent_group_members (user_id, group_id) select :user_id, id from agent_groups where kind = 'all'
""")
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


async def make_agent(session, *departments, permissions=None, **columns):
    """An agent with access to these departments, who holds all permissions unless some are named."""
    user = await make_user(session, Level.agent, **columns)
    await give(session, user, *departments)
    if permissions is None:
        await give_all_permissions(session, user)
    else:
        session.add_all(AgentPermission(user_id=user.id, permission=name) for name in permissions)
        await session.flush()
    return user


async def make_admin(session, **columns):
    """An admin, who holds all permissions in the agent panel too."""
    user = await make_user(session, Level.admin, **columns)
    await give_all_permissions(session, user)
    return user


async def give_all_permissions(session, user):
    """Put somebody into the group that gives all."""
    await session.execute(_ALL, {"user_id": user.id})


def acting_as(user, level=None, **more):
    """The actor that this account is, signed in on its own level; staff holds all permissions."""
    if Level(level or user.level) >= Level.agent:
        more = {"permissions": EVERY_AGENT_PERMISSION} | more
    return Actor(kind="user", level=Level(level or user.level), user_id=user.id, **more)
