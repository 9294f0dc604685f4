"""Changing a profile: one's own, or somebody else's."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.users.changing import changeable
from deskbell.users.events import UserChanged
from deskbell.users.schemas import MeUpdate

FIELDS: tuple[Literal["name", "language", "time_zone"], ...] = ("name", "language", "time_zone")


async def change_profile(session: AsyncSession, actor: Actor, user_id: int, wanted: MeUpdate) -> None:
    """Take over what is given and differs. Raises `NotFound`, `NotAllowed`.

    Agents change customers and themselves, admins everyone.
    """
    user = await changeable(session, actor, user_id)
    new = {field: value for field in FIELDS if (value := getattr(wanted, field)) is not None}
    changed = [field for field in FIELDS if field in new and new[field] != getattr(user, field)]
    if not changed:
        return
    for field in changed:
        setattr(user, field, new[field])
    user.updated_at = datetime.now(UTC)
    await session.flush()
    await record(session, actor, UserChanged(user_id=user.id, fields=changed))
