"""Putting categories away, and bringing them back."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.events import CategoryDeleted, CategoryRestored
from deskbell.content.knowledge.problems import PlacePutAway
from deskbell.content.knowledge.queries import PUBLISH
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.checking import require


async def delete_category(session: AsyncSession, actor: Actor, category_id: int, seen: int | None) -> None:
    """Put a category away with all that is in it. Raises `NotFound`, `StaleVersion`."""
    category = await queries.category_to_change(session, actor, category_id)
    if category is None:
        raise NotFound
    require(actor, PUBLISH)
    as_seen(category, seen)
    category.deleted_at = datetime.now(UTC)
    category.version += 1
    await session.flush()
    await record(session, actor, CategoryDeleted(category_id=category.id, version=category.version))


async def restore_category(session: AsyncSession, actor: Actor, category_id: int) -> None:
    """Bring back a category that was put away, with all that is in it. Raises `NotFound`, `PlacePutAway`."""
    require(actor, PUBLISH)
    category = await queries.category_to_change(session, actor, category_id, deleted=True)
    if category is None:
        raise NotFound
    parent_id = category.parent_id
    if parent_id is not None and await queries.category_to_change(session, actor, parent_id) is None:
        raise PlacePutAway
    category.deleted_at = None
    category.version += 1
    await session.flush()
    await record(session, actor, CategoryRestored(category_id=category.id, version=category.version))
