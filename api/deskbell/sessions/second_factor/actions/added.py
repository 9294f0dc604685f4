"""What goes with the first second factor, and with the last."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.sessions.models import SignInSession
from deskbell.sessions.second_factor.actions.recovery import make_codes
from deskbell.sessions.second_factor.models import RecoveryCode
from deskbell.sessions.second_factor.problems import SecondFactorRequired
from deskbell.sessions.second_factor.queries import system_factors, system_required
from deskbell.users.queries import system_user_for_update


async def first_codes(session: AsyncSession, actor: Actor) -> list[str] | None:
    """Recovery codes for who has none; the session that added the factor counts as one that has shown it."""
    here = SignInSession.id == (actor.session_id or 0)
    await session.execute(update(SignInSession).where(here).values(second_factor=True))
    if (await system_factors(session, actor.account_id, "")).codes:
        return None
    return await make_codes(session, actor)


async def refuse_needed(session: AsyncSession, actor: Actor) -> None:
    """Before the last factor goes: forget the codes that stood in for it. Raises `SecondFactorRequired`."""
    user = await system_user_for_update(session, actor.account_id)
    if user is not None and await system_required(session, user.id, user.rung):
        raise SecondFactorRequired
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == actor.account_id))
