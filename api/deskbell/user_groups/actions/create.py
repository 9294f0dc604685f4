"""Making a group."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.user_groups.events import UserGroupCreated
from deskbell.user_groups.models import UserGroup
from deskbell.user_groups.problems import GroupNameTaken


async def create_group(session: AsyncSession, actor: Actor, name: str) -> int:
    """Make a group, which grants nothing of its own; its number. Raises `GroupNameTaken`."""
    row = insert(UserGroup).values(name=name).on_conflict_do_nothing().returning(UserGroup.id)
    group_id: int | None = await session.scalar(row)
    if group_id is None:
        raise GroupNameTaken
    await record(session, actor, UserGroupCreated(user_group_id=group_id))
    return group_id
