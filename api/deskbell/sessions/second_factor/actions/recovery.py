"""Recovery codes: making them, and using one."""

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.codes import new_recovery_codes, recovery_hash
from deskbell.sessions.second_factor.events import RecoveryCodesMade, RecoveryCodeUsed
from deskbell.sessions.second_factor.models import RecoveryCode
from deskbell.sessions.second_factor.problems import NoSecondFactor
from deskbell.sessions.second_factor.queries import system_factors


async def renew_codes(session: AsyncSession, actor: Actor) -> list[str]:
    """The actor's new recovery codes; those before open nothing.

    Raises `ConfirmationNeeded`, `NoSecondFactor`.
    """
    await refuse_unconfirmed(session, actor)
    if not (await system_factors(session, actor.account_id, "")).on:
        raise NoSecondFactor
    return await make_codes(session, actor)


async def make_codes(session: AsyncSession, actor: Actor) -> list[str]:
    """New recovery codes of the actor, of which only hashes are kept."""
    mine, codes = actor.account_id, new_recovery_codes()
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == mine))
    rows = [{"user_id": mine, "code_hash": recovery_hash(mine, code)} for code in codes]
    await session.execute(insert(RecoveryCode), rows)
    await record(session, actor, RecoveryCodesMade(user_id=mine))
    return codes


async def use_code(session: AsyncSession, actor: Actor, code: str) -> bool:
    """Use a recovery code up, in one statement; tells whether it was one (T87)."""
    mine = actor.account_id
    row = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == mine,
            RecoveryCode.code_hash == recovery_hash(mine, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=func.now())
    )
    if await session.scalar(row.returning(RecoveryCode.id)) is None:
        return False
    unused = select(func.count()).where(RecoveryCode.user_id == mine, RecoveryCode.used_at.is_(None))
    await record(session, actor, RecoveryCodeUsed(user_id=mine, left=await session.scalar(unused) or 0))
    return True
