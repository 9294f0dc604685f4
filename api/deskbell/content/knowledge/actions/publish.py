"""Publishing articles, putting them away, and both back again."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.events import (
    ArticleDeleted,
    ArticlePublished,
    ArticleRestored,
    ArticleUnpublished,
)
from deskbell.content.knowledge.models import Article
from deskbell.content.knowledge.problems import PlacePutAway
from deskbell.content.knowledge.queries import PUBLISH, WRITE
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.checking import require


async def publish(session: AsyncSession, actor: Actor, article_id: int, seen: int | None) -> None:
    """Let an article's audience read it. Raises `NotFound`, `NotAllowed`, `StaleVersion` (T12)."""
    article = await _to_change(session, actor, article_id)
    require(actor, PUBLISH)
    as_seen(article, seen)
    if article.published_at is None:
        article.published_at = datetime.now(UTC)
        version = await _touched(session, article)
        await record(session, actor, ArticlePublished(article_id=article.id, version=version))


async def unpublish(session: AsyncSession, actor: Actor, article_id: int, seen: int | None) -> None:
    """Make a draft of an article again. Raises `NotFound`, `NotAllowed`, `StaleVersion`."""
    article = await _to_change(session, actor, article_id)
    require(actor, PUBLISH)
    as_seen(article, seen)
    if article.published_at is not None:
        article.published_at = None
        version = await _touched(session, article)
        await record(session, actor, ArticleUnpublished(article_id=article.id, version=version))


async def delete_article(session: AsyncSession, actor: Actor, article_id: int, seen: int | None) -> None:
    """Put an article away. Raises `NotFound`, `NotAllowed`, `StaleVersion`."""
    article = await _to_change(session, actor, article_id)
    require(actor, WRITE if article.published_at is None else PUBLISH)
    as_seen(article, seen)
    article.deleted_at = datetime.now(UTC)
    version = await _touched(session, article)
    await record(session, actor, ArticleDeleted(article_id=article.id, version=version))


async def restore_article(session: AsyncSession, actor: Actor, article_id: int) -> None:
    """Bring back an article that was put away, as it was.

    Raises `NotFound`, `NotAllowed`, `PlacePutAway`.
    """
    require(actor, WRITE)
    article = await queries.article_to_change(session, actor, article_id, deleted=True)
    if article is None:
        raise NotFound
    require(actor, WRITE if article.published_at is None else PUBLISH)
    if await queries.category_to_change(session, actor, article.category_id) is None:
        raise PlacePutAway
    article.deleted_at = None
    version = await _touched(session, article)
    await record(session, actor, ArticleRestored(article_id=article.id, version=version))


async def _to_change(session: AsyncSession, actor: Actor, article_id: int) -> Article:
    article = await queries.article_to_change(session, actor, article_id)
    if article is None:
        raise NotFound
    return article


async def _touched(session: AsyncSession, article: Article) -> int:
    article.version += 1
    article.updated_at = datetime.now(UTC)
    await session.flush()
    return article.version
