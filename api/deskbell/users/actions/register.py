"""Letting somebody in who wrote before anybody knew them, or turning them away."""

from datetime import UTC, datetime
from typing import Final, Literal

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.users.changing import changeable
from deskbell.users.events import UserRegistered, UserRegistrationRefused
from deskbell.users.models import User, WaitsFor

_ENDED_BY: Final = {
    "confirmed": (WaitsFor.verification,),
    "approved": tuple(WaitsFor),
}


async def let_in(
    session: AsyncSession, actor: Actor, user_id: int, how: Literal["confirmed", "approved"]
) -> bool:
    """End the waiting of an account; tells whether it waited for this.

    Who waits for an agent is not let in by a link.
    """
    waits = (User.id == user_id, User.waits_for.in_(_ENDED_BY[how]))
    row = update(User).where(*waits).values(waits_for=None, updated_at=func.now()).returning(User.id)
    if await session.scalar(row) is None:
        return False
    await record(session, actor, UserRegistered(user_id=user_id, how=how))
    return True


async def approve(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Let somebody in who waits; what they wrote becomes tickets. Raises `NotFound`, `NotAllowed`."""
    await changeable(session, actor, user_id)
    if not await let_in(session, actor, user_id, "approved"):
        raise NotFound


async def refuse(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Turn somebody away who waits: what they write from now on is kept and goes unanswered.

    Raises `NotFound`, `NotAllowed`.
    """
    user = await changeable(session, actor, user_id)
    if user.waits_for is None:
        raise NotFound
    if user.waits_for == WaitsFor.refused:
        return
    user.waits_for, user.updated_at = WaitsFor.refused, datetime.now(UTC)
    await session.flush()
    await record(session, actor, UserRegistrationRefused(user_id=user_id))
