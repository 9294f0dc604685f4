"""Whose account somebody may change."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.permissions.checking import require
from deskbell.users.models import User
from deskbell.users.queries import system_lock_ladder, system_user_for_update


async def changeable(session: AsyncSession, actor: Actor, user_id: int) -> User:
    """The account, locked; agents with `people.edit` change customers only, admins everyone (domain.md 4).

    Raises `NotFound`, `NotAllowed`.
    """
    await system_lock_ladder(session)
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    if user.id != actor.user_id and actor.level < Level.admin and actor.kind != "system":
        if user.level >= Level.agent:
            raise NotAllowed if actor.is_staff else NotFound
        require(actor, "people.edit")
    return user
