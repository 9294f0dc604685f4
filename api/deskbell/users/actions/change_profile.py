"""Changing one's own profile."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.users.events import UserChanged
from deskbell.users.queries import system_user_for_update
from deskbell.users.schemas import MeUpdate

FIELDS: tuple[Literal["name", "language", "time_zone"], ...] = ("name", "language", "time_zone")


async def change_profile(session: AsyncSession, actor: Actor, wanted: MeUpdate) -> None:
    """Take over what is given and differs, on the actor's own account."""
    user = await system_user_for_update(session, actor.account_id)
    if user is None:
        raise NotFound
    new = {field: value for field in FIELDS if (value := getattr(wanted, field)) is not None}
    changed = [field for field in FIELDS if field in new and new[field] != getattr(user, field)]
    if not changed:
        return
    for field in changed:
        setattr(user, field, new[field])
    user.updated_at = datetime.now(UTC)
    await session.flush()
    await record(session, actor, UserChanged(user_id=user.id, fields=changed))
