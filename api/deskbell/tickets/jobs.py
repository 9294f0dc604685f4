"""Work on tickets that follows from elsewhere."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.jobs import job
from deskbell.events.models import StoredEvent
from deskbell.tickets.actions.change_priorities import RERANK, rerank_tickets
from deskbell.tickets.actions.hold_reply import SEND
from deskbell.tickets.actions.hold_reply import send_held_reply as send
from deskbell.tickets.actions.release import release_answered, release_tickets
from deskbell.users.models import User


@job("tickets.release")
async def release(session: AsyncSession, event_id: int) -> None:
    """Release the tickets of somebody who, by the event, was lowered and is no agent any more."""
    about = select(StoredEvent.subject_id).where(StoredEvent.id == event_id).scalar_subquery()
    user = await session.scalar(select(User).where(User.id == about))
    if user is not None and user.level < Level.agent:
        cause = Actor(kind="system", level=Level.admin, cause_event_id=event_id)
        await release_tickets(session, cause, user.id)


@job("tickets.release_answered", together=True)
async def release_when_answered(session: AsyncSession, *, event_ids: Sequence[int]) -> None:
    """Release the tickets of deactivated agents to which, by these events, customers have written."""
    cause = Actor(kind="system", level=Level.admin, cause_event_id=event_ids[0])
    await release_answered(session, cause, event_ids)


@job(SEND)
async def send_held_reply(session: AsyncSession, held_reply_id: int) -> None:
    """Send a reply that was held, unless it was taken back."""
    await send(session, held_reply_id)


@job(RERANK)
async def rerank(session: AsyncSession) -> None:
    """Let tickets take over the ranks that their priorities have now."""
    await rerank_tickets(session)
