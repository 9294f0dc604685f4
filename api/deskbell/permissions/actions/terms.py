"""Counting the changes of an agent's rights, so that nobody changes them unseen."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.preconditions import as_seen
from deskbell.permissions.models import AgentTerms


async def terms_of(session: AsyncSession, user_id: int) -> AgentTerms:
    """What is said of an agent beside grants, locked; made where nothing was said so far."""
    await session.execute(insert(AgentTerms).values(user_id=user_id).on_conflict_do_nothing())
    return await session.get_one(AgentTerms, user_id, with_for_update=True, populate_existing=True)


async def refuse_stale_rights(session: AsyncSession, user_id: int, seen: int | None) -> None:
    """Raise `StaleVersion` when the agent's rights were changed since they were seen."""
    if seen is not None:
        as_seen(await terms_of(session, user_id), seen)


async def count_change(session: AsyncSession, user_id: int) -> None:
    """Count a change of the agent's rights."""
    terms = await terms_of(session, user_id)
    terms.version += 1
    await session.flush()
