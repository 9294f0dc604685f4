"""Following the rules of groups, after the answer."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.jobs import job
from deskbell.events.models import StoredEvent
from deskbell.user_groups.actions.set_rule import FOLLOW_GROUP
from deskbell.user_groups.members.actions import follow


@job("user_groups.follow_people", together=True)
async def follow_people(session: AsyncSession, event_ids: list[int]) -> None:
    """Ask the rules of all groups about the accounts that these events are about."""
    about = select(StoredEvent.subject_id).where(StoredEvent.id.in_(event_ids)).distinct()
    people = sorted(await session.scalars(about))
    cause = Actor(kind="system", level=Level.admin, cause_event_id=max(event_ids))
    await follow.follow_people(session, cause, people)


@job(FOLLOW_GROUP)
async def follow_group(session: AsyncSession, group_id: int) -> None:
    """Ask a group's rule about everybody."""
    await follow.follow_group(session, Actor(kind="system", level=Level.admin), group_id)
