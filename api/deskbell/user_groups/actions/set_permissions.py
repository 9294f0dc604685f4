"""Saying what a group allows its members."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import ProblemError
from deskbell.events.record import record
from deskbell.permissions.registry import CUSTOMER_PERMISSIONS
from deskbell.user_groups.directory.queries import group_for_update, own_permissions
from deskbell.user_groups.events import UserGroupPermissionsChanged
from deskbell.user_groups.models import UserGroup, UserGroupPermission
from deskbell.user_groups.problems import NoSuchPermission


async def set_permissions(
    session: AsyncSession, actor: Actor, group_id: int, permissions: Sequence[str], seen: int | None
) -> UserGroup:
    """Let the group grant exactly these by itself. Raises `NotFound`, `StaleVersion`, `NoSuchPermission`."""
    group = await group_for_update(session, actor, group_id, seen)
    errors = [
        ProblemError(pointer=f"/permissions/{place}", message="There is no such permission for customers.")
        for place, name in enumerate(permissions)
        if name not in CUSTOMER_PERMISSIONS
    ]
    if errors:
        raise NoSuchPermission("GET /v1/permissions lists them.", errors=errors)
    before, after = await own_permissions(session, actor, group_id), sorted(set(permissions))
    if before == after:
        return group
    await session.execute(delete(UserGroupPermission).where(UserGroupPermission.group_id == group_id))
    if after:
        rows = [{"group_id": group_id, "permission": each} for each in after]
        await session.execute(insert(UserGroupPermission), rows)
    group.version, group.updated_at = group.version + 1, datetime.now(UTC)
    await session.flush()
    changed = UserGroupPermissionsChanged(user_group_id=group_id, before=before, after=after)
    await record(session, actor, changed)
    return group
