"""Making, changing and ordering categories."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.events import CategoryChanged, CategoryCreated, CategoryField
from deskbell.content.knowledge.models import Category
from deskbell.content.knowledge.problems import CircularParent, IncompleteOrder, NoSuchCategory, at
from deskbell.content.knowledge.queries import PUBLISH, WRITE
from deskbell.content.knowledge.schemas import CategoryCreate, CategoryUpdate
from deskbell.content.knowledge.slugs import free_slug, move_slug
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.checking import require


async def create_category(session: AsyncSession, actor: Actor, body: CategoryCreate) -> int:
    """Make a category, the last in its place, for agents. Raises `NoSuchCategory`, `SlugTaken`."""
    require(actor, WRITE)
    slug = await free_slug(session, Category, body.slug, body.name)
    if body.parent_id is not None:
        await _parent(session, actor, body.parent_id)
    beside = await queries.system_place(session, body.parent_id)
    position = beside[-1].position + 1 if beside else 1
    made = Category(
        parent_id=body.parent_id,
        name=body.name,
        slug=slug,
        description=body.description,
        position=position,
    )
    session.add(made)
    await session.flush()
    await record(session, actor, CategoryCreated(category_id=made.id, parent_id=body.parent_id))
    return made.id


async def change_category(
    session: AsyncSession, actor: Actor, category_id: int, body: CategoryUpdate, seen: int | None
) -> None:
    """Change what the body names.

    Raises `NotFound`, `StaleVersion`, `NoSuchCategory`, `CircularParent`, `SlugTaken`.
    """
    await queries.system_lock(session)
    category = await queries.category_to_change(session, actor, category_id)
    if category is None:
        raise NotFound
    require(actor, PUBLISH)
    as_seen(category, seen)
    fields: list[CategoryField] = []
    if body.name is not None and body.name != category.name:
        category.name = body.name
        fields.append("name")
    if body.description is not None and body.description != category.description:
        category.description = body.description
        fields.append("description")
    if body.slug is not None and body.slug != category.slug:
        await move_slug(session, category, body.slug)
        fields.append("slug")
    if "parent_id" in body.model_fields_set and body.parent_id != category.parent_id:
        await _move(session, actor, category, body.parent_id)
        fields.append("parent_id")
    if fields:
        await _changed(session, actor, category, fields)


async def order_categories(
    session: AsyncSession, actor: Actor, parent_id: int | None, ids: Sequence[int]
) -> None:
    """Put the categories of one place into this order. Raises `IncompleteOrder`."""
    require(actor, PUBLISH)
    await queries.system_lock(session)
    here = {category.id: category for category in await queries.system_place(session, parent_id)}
    if sorted(ids) != sorted(here):
        raise at(IncompleteOrder, "/ids", "Load the list again, then name each exactly once.")
    for place, category_id in enumerate(ids, start=1):
        category = here[category_id]
        if category.position != place:
            category.position = place
            await _changed(session, actor, category, ["position"])


async def _changed(
    session: AsyncSession, actor: Actor, category: Category, fields: list[CategoryField]
) -> None:
    category.version += 1
    category.updated_at = datetime.now(UTC)
    await session.flush()
    fact = CategoryChanged(category_id=category.id, version=category.version, fields=fields)
    await record(session, actor, fact)


async def _move(session: AsyncSession, actor: Actor, category: Category, parent_id: int | None) -> None:
    if parent_id is not None:
        await _parent(session, actor, parent_id)
        if category.id in {each.id for each in await queries.system_way_to(session, parent_id)}:
            raise at(CircularParent, "/parent_id", "This is the category itself, or stands in it.")
    beside = await queries.system_place(session, parent_id)
    category.parent_id = parent_id
    category.position = beside[-1].position + 1 if beside else 1


async def _parent(session: AsyncSession, actor: Actor, parent_id: int) -> None:
    if await queries.category_to_change(session, actor, parent_id) is None:
        raise at(NoSuchCategory, "/parent_id", "There is no such category.")
