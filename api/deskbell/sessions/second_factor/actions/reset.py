"""Taking away the second factors of somebody who lost them."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.sessions.actions.end import end_sessions
from deskbell.sessions.events import EndReason
from deskbell.sessions.links import void_links
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.events import SecondFactorReset
from deskbell.sessions.second_factor.models import AuthenticatorApp, Passkey, RecoveryCode
from deskbell.users.queries import system_user_for_update


async def reset_second_factor(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Forget app, passkeys and recovery codes of an account, and end its sessions; its password stays.

    Raises `NotFound`, `ConfirmationNeeded`.
    """
    await refuse_unconfirmed(session, actor)
    if await system_user_for_update(session, user_id) is None:
        raise NotFound
    for kind in (AuthenticatorApp, Passkey, RecoveryCode):
        await session.execute(delete(kind).where(kind.user_id == user_id))
    await void_links(session, user_id)
    await record(session, actor, SecondFactorReset(user_id=user_id))
    keep = actor.session_id if actor.user_id == user_id else None
    await end_sessions(session, actor, user_id, EndReason.ended_by_admin, keep=keep)
