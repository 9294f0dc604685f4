"""Renaming a group."""

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.user_groups.directory.queries import own_group_for_update
from deskbell.user_groups.events import UserGroupChanged
from deskbell.user_groups.models import UserGroup
from deskbell.user_groups.problems import GroupNameTaken


async def rename_group(
    session: AsyncSession, actor: Actor, group_id: int, name: str | None, seen: int | None
) -> UserGroup:
    """Give the group another name; none, or its own, changes nothing.

    Raises `NotFound`, `StaleVersion`, `BuiltIn`, `GroupNameTaken`.
    """
    group = await own_group_for_update(session, actor, group_id, seen)
    if name is None or name == group.name:
        return group
    try:
        async with session.begin_nested():
            group.name, group.version, group.updated_at = name, group.version + 1, datetime.now(UTC)
    except IntegrityError:
        raise GroupNameTaken from None
    await record(session, actor, UserGroupChanged(user_group_id=group.id, fields=["name"]))
    return group
