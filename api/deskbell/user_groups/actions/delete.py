"""Deleting a group."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.user_groups.directory.queries import own_group_for_update
from deskbell.user_groups.events import UserGroupDeleted
from deskbell.user_groups.models import UserGroup
from deskbell.user_groups.problems import GroupInAudience


async def delete_group(session: AsyncSession, actor: Actor, group_id: int, seen: int | None) -> None:
    """Delete the group with what it granted; no person goes with it.

    Raises `NotFound`, `StaleVersion`, `BuiltIn`, and `GroupInAudience` while it narrows who may choose
    something: without it, everybody could.
    """
    group = await own_group_for_update(session, actor, group_id, seen)
    try:
        async with session.begin_nested():
            await session.execute(delete(UserGroup).where(UserGroup.id == group.id))
    except IntegrityError:
        raise GroupInAudience from None
    await record(session, actor, UserGroupDeleted(user_group_id=group_id))
