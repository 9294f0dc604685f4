"""Articles one by one and in lists, as far as the actor may read them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.content.knowledge.models import (
    Article,
    ArticleAudience,
    ArticleRating,
    ArticleSlug,
    Category,
)
from deskbell.content.knowledge.queries import PUBLISH, RATE, WRITE, may, way_to
from deskbell.content.knowledge.schemas import (
    ArticleAgent,
    ArticleCan,
    ArticleQuery,
    ArticleRead,
    ArticleSort,
    ArticleState,
    ArticleSummary,
    CategoryRef,
)
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.kit.html import preview
from deskbell.permissions.checking import holds
from deskbell.user_groups.queries import holds as customer_holds
from deskbell.users.models import User

Source = AsyncConnection | AsyncSession
EXCERPT = 160  # letters


async def page_of_articles(source: Source, actor: Actor, query: ArticleQuery) -> Page[ArticleSummary]:
    """A page of the articles that the actor may read. Raises `BadCursor`."""
    where = [_put_away(actor) if query.deleted else may(actor)]
    if query.category_id is not None:
        where.append(Article.category_id == query.category_id)
    if query.state is not None:
        published = query.state is ArticleState.published
        where.append(Article.published_at.is_not(None) if published else Article.published_at.is_(None))
    if query.cursor is not None:
        where.append(_after(query.sort, query.cursor))
    by_title = query.sort is ArticleSort.by_title
    order = (
        (func.lower(Article.title), Article.id)
        if by_title
        else (Article.updated_at.desc(), Article.id.desc())
    )
    statement = shown(actor).where(*where).order_by(*order).limit(query.limit + 1)
    rows = (await source.execute(statement)).all()
    kept, more = rows[: query.limit], None
    if len(rows) > query.limit:
        last = kept[-1]
        more = encode_cursor(last.lower if by_title else last.updated_at.isoformat(), last.id)
    items = [summary(row, actor) for row in kept]
    return Page[ArticleSummary](items=items, next_cursor=more, total=None)


async def one_article(source: Source, actor: Actor, article_id: int) -> ArticleRead:
    """One article. Raises `NotFound`."""
    return await _one(source, actor, Article.id == article_id)


async def article_of_slug(source: Source, actor: Actor, slug: str) -> ArticleRead:
    """The article of this address, or of whose this was before. Raises `NotFound`."""
    former = select(ArticleSlug.article_id).where(ArticleSlug.slug == slug)
    return await _one(source, actor, (Article.slug == slug) | Article.id.in_(former))


async def addresses(source: Source, actor: Actor, most: int) -> list[tuple[str, datetime]]:
    """The addresses of what the actor may read, with when each last changed; for the sitemap."""
    statement = select(Article.slug, Article.updated_at).where(may(actor), Article.published_at.is_not(None))
    rows = await source.execute(statement.order_by(Article.id).limit(most))
    return [(row.slug, row.updated_at) for row in rows]


async def _one(source: Source, actor: Actor, wanted: ColumnElement[bool]) -> ArticleRead:
    mine = select(ArticleRating.helpful).where(
        ArticleRating.article_id == Article.id, ArticleRating.user_id == actor.user_id
    )
    rated = mine.correlate(Article).scalar_subquery().label("your_rating")
    statement = shown(actor).add_columns(Article.html, rated).where(may(actor), wanted)
    row = (await source.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    can = ArticleCan(
        rate=row.published_at is not None and await customer_holds(source, actor, RATE),
        edit=holds(actor, PUBLISH if row.published_at else WRITE),
        publish=holds(actor, PUBLISH),
    )
    return ArticleRead(
        **summary(row, actor).model_dump(),
        html=row.html,
        categories=await way_to(source, actor, row.category_id),
        your_rating=row.your_rating,
        can=can,
    )


def _put_away(actor: Actor) -> ColumnElement[bool]:
    return Article.deleted_at.is_not(None) & (true() if holds(actor, WRITE) else false())


def _after(sort: ArticleSort, cursor: str) -> ColumnElement[bool]:
    key, number = decode_cursor(cursor, str, int)
    if sort is ArticleSort.by_title:
        return tuple_(func.lower(Article.title), Article.id) > tuple_(key, number)
    return tuple_(Article.updated_at, Article.id) < tuple_(moment_of(key), number)


def moment_of(written: str) -> datetime:
    """The moment in a cursor; the beginning of time where it is none."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def shown(actor: Actor) -> Select[Any]:
    """Rows for `summary`; whoever asks adds the predicate."""
    names = ("id", "title", "slug", "published_at", "updated_at", "category_id", "audience", "version")
    columns = [Article.__table__.c[name] for name in (*names, "deleted_at", "author_id")]
    statement = select(
        *columns,
        func.lower(Article.title).label("lower"),
        func.left(Article.text, EXCERPT * 8).label("beginning"),
        Category.name.label("category_name"),
        Category.slug.label("category_slug"),
    ).join(Category, Category.id == Article.category_id)
    if not actor.is_staff:
        return statement
    groups = select(ArticleAudience.group_id).where(ArticleAudience.article_id == Article.id)
    said = select(func.count()).where(ArticleRating.article_id == Article.id)
    return statement.add_columns(
        User.name.label("author_name"),
        func.array(groups.correlate(Article).scalar_subquery()).label("group_ids"),
        said.where(ArticleRating.helpful).correlate(Article).scalar_subquery().label("helpful"),
        said.where(~ArticleRating.helpful).correlate(Article).scalar_subquery().label("unhelpful"),
    ).outerjoin(User, User.id == Article.author_id)


def summary(row: Row[Any], actor: Actor) -> ArticleSummary:
    """The article of a row."""
    return ArticleSummary(
        id=row.id,
        title=row.title,
        slug=row.slug,
        category=CategoryRef(id=row.category_id, name=row.category_name, slug=row.category_slug),
        excerpt=preview(row.beginning, EXCERPT),
        published_at=row.published_at,
        updated_at=row.updated_at,
        agent=_agent(row) if actor.is_staff else None,
    )


def _agent(row: Row[Any]) -> ArticleAgent:
    groups: Sequence[int] = row.group_ids
    return ArticleAgent(
        state=ArticleState.published if row.published_at else ArticleState.draft,
        author=None if row.author_id is None else Ref(id=row.author_id, name=row.author_name),
        audience=row.audience,
        group_ids=sorted(groups),
        helpful=row.helpful,
        unhelpful=row.unhelpful,
        version=row.version,
        deleted_at=row.deleted_at,
    )
