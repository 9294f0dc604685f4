"""Saying that an agent is out of office."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.actions.terms import terms_of
from deskbell.permissions.events import UserAbsenceChanged
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update


async def set_absence(session: AsyncSession, actor: Actor, user_id: int, until: date | None) -> None:
    """Say until when an agent is away; None: they are there.

    Raises `NotFound`, `NotAnAgent`.
    """
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    if user.level < Level.agent:
        raise NotAnAgent
    terms = await terms_of(session, user_id)
    before = terms.out_of_office_until
    if before == until:
        return
    terms.out_of_office_until = until
    await session.flush()
    fact = UserAbsenceChanged(
        user_id=user_id,
        before=None if before is None else before.isoformat(),
        after=None if until is None else until.isoformat(),
    )
    await record(session, actor, fact)
