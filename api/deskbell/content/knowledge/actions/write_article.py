"""Writing articles and changing what they say."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.events import ArticleChanged, ArticleCreated, ArticleField
from deskbell.content.knowledge.models import Article
from deskbell.content.knowledge.problems import NoSuchCategory, at
from deskbell.content.knowledge.queries import PUBLISH, WRITE
from deskbell.content.knowledge.schemas import ArticleCreate, ArticleUpdate
from deskbell.content.knowledge.search.queries import system_words
from deskbell.content.knowledge.slugs import free_slug, move_slug
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.kit.html import clean
from deskbell.permissions.checking import require


async def create_article(session: AsyncSession, actor: Actor, body: ArticleCreate) -> int:
    """Write a draft. Raises `NoSuchCategory`, `SlugTaken`."""
    require(actor, WRITE)
    await _category(session, actor, body.category_id)
    cleaned = clean(body.html)
    made = Article(
        category_id=body.category_id,
        title=body.title,
        slug=await free_slug(session, Article, body.slug, body.title),
        html=cleaned.html,
        text=cleaned.text,
        author_id=actor.user_id,
        words=system_words(body.title, cleaned.text),
    )
    session.add(made)
    await session.flush()
    await record(session, actor, ArticleCreated(article_id=made.id, category_id=body.category_id))
    return made.id


async def change_article(
    session: AsyncSession, actor: Actor, article_id: int, body: ArticleUpdate, seen: int | None
) -> None:
    """Change what the body names; what is published, only who may publish.

    Raises `NotFound`, `NotAllowed`, `StaleVersion`, `NoSuchCategory`, `SlugTaken`.
    """
    article = await queries.article_to_change(session, actor, article_id)
    if article is None:
        raise NotFound
    require(actor, WRITE if article.published_at is None else PUBLISH)
    as_seen(article, seen)
    fields: list[ArticleField] = []
    if body.category_id is not None and body.category_id != article.category_id:
        await _category(session, actor, body.category_id)
        article.category_id = body.category_id
        fields.append("category_id")
    if body.title is not None and body.title != article.title:
        article.title = body.title
        fields.append("title")
    if body.slug is not None and body.slug != article.slug:
        await move_slug(session, article, body.slug)
        fields.append("slug")
    if body.html is not None and (cleaned := clean(body.html)).html != article.html:
        article.html, article.text = cleaned.html, cleaned.text
        fields.append("html")
    if not fields:
        return
    article.words = system_words(article.title, article.text)
    article.version += 1
    article.updated_at = datetime.now(UTC)
    await session.flush()
    fact = ArticleChanged(article_id=article.id, version=article.version, fields=fields)
    await record(session, actor, fact)


async def _category(session: AsyncSession, actor: Actor, category_id: int) -> None:
    if await queries.category_to_change(session, actor, category_id) is None:
        raise at(NoSuchCategory, "/category_id", "There is no such category.")
