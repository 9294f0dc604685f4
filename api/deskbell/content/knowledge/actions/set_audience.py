"""Choosing for whom a category or an article is."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.events import (
    ArticleAudienceChanged,
    CategoryAudienceChanged,
)
from deskbell.content.knowledge.models import Article, ArticleAudience, Category, CategoryAudience
from deskbell.content.knowledge.problems import NoSuchGroup, at
from deskbell.content.knowledge.queries import PUBLISH
from deskbell.content.knowledge.schemas import AudienceUpdate
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.checking import require


async def set_category_audience(
    session: AsyncSession, actor: Actor, category_id: int, body: AudienceUpdate, seen: int | None
) -> None:
    """Make a category be for exactly these. Raises `NotFound`, `StaleVersion`, `NoSuchGroup`."""
    category = await queries.category_to_change(session, actor, category_id)
    if category is None:
        raise NotFound
    require(actor, PUBLISH)
    as_seen(category, seen)
    changed = await _set(session, category, body)
    if changed is not None:
        fact = CategoryAudienceChanged(category_id=category.id, version=category.version, **changed)
        await record(session, actor, fact)


async def set_article_audience(
    session: AsyncSession, actor: Actor, article_id: int, body: AudienceUpdate, seen: int | None
) -> None:
    """Make an article be for exactly these. Raises `NotFound`, `StaleVersion`, `NoSuchGroup`."""
    article = await queries.article_to_change(session, actor, article_id)
    if article is None:
        raise NotFound
    require(actor, PUBLISH)
    as_seen(article, seen)
    changed = await _set(session, article, body)
    if changed is not None:
        fact = ArticleAudienceChanged(article_id=article.id, version=article.version, **changed)
        await record(session, actor, fact)


async def _set(
    session: AsyncSession, thing: Category | Article, body: AudienceUpdate
) -> dict[str, Any] | None:
    """Write the audience; what it was and is, or None where it is that already."""
    groups_before, groups_after = await queries.system_audience(session, thing), sorted(set(body.group_ids))
    before, after = thing.audience, body.audience.value
    if (before, groups_before) == (after, groups_after):
        return None
    if unknown := set(groups_after) - await queries.system_groups(session, groups_after):
        raise at(NoSuchGroup, "/group_ids", f"There is no group {min(unknown)}.")
    await _write_groups(session, thing, groups_after)
    thing.audience = after
    thing.version += 1
    thing.updated_at = datetime.now(UTC)
    await session.flush()
    return {"before": before, "after": after, "groups_before": groups_before, "groups_after": groups_after}


async def _write_groups(session: AsyncSession, thing: Category | Article, groups: Sequence[int]) -> None:
    if isinstance(thing, Category):
        await session.execute(delete(CategoryAudience).where(CategoryAudience.category_id == thing.id))
        rows = [{"category_id": thing.id, "group_id": group_id} for group_id in groups]
    else:
        await session.execute(delete(ArticleAudience).where(ArticleAudience.article_id == thing.id))
        rows = [{"article_id": thing.id, "group_id": group_id} for group_id in groups]
    if rows:
        table = CategoryAudience if isinstance(thing, Category) else ArticleAudience
        await session.execute(insert(table), rows)
