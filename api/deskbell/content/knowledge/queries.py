"""Who sees which category and which article: the one predicate of the knowledge base, and its tree.

A category is there for somebody when it and all above it are for them; an article, when its category and
itself are. Lists, counts, search, suggestions, the sitemap and the page by its address all ask here.
Agents in their panel see every audience; drafts are there for those who may write.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, literal_column, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from deskbell.content.knowledge.models import (
    Article,
    ArticleAudience,
    Audience,
    Category,
    CategoryAudience,
    CategorySlug,
)
from deskbell.content.knowledge.schemas import CategoryAgent, CategoryRead, CategoryRef
from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.core.problems import NotFound
from deskbell.permissions.checking import holds
from deskbell.user_groups.models import UserGroup
from deskbell.user_groups.queries import granted_to, groups_of

Source = AsyncConnection | AsyncSession
WRITE, PUBLISH = "content.write", "content.publish"
VIEW, RATE = "articles.view", "articles.rate"
LOCK = "knowledge"


def visible_to(actor: Actor) -> Select[Article]:
    """The articles that the actor may read."""
    return select(Article).where(may(actor))


def may(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor may read the article of a row."""
    return (
        Article.deleted_at.is_(None)
        & (true() if holds(actor, WRITE) else Article.published_at.is_not(None))
        & _is_for(actor, Article, ArticleAudience.article_id)
        & Article.category_id.in_(seen_categories(actor))
    )


@lru_cache(maxsize=256)  # the same object, so that a statement that asks twice has it once
def seen_categories(actor: Actor) -> Select[int]:
    """The numbers of the categories that the actor may see, from the top down."""
    here = (Category.deleted_at.is_(None), _is_for(actor, Category, CategoryAudience.category_id))
    top = select(Category.id).where(Category.parent_id.is_(None), granted_to(actor, VIEW), *here)
    seen = top.cte("seen", recursive=True)
    below = select(Category.id).join(seen, Category.parent_id == seen.c.id).where(*here)
    seen = seen.union_all(below)
    return select(seen.c.id)


def _is_for(
    actor: Actor, kind: type[Category | Article], audience: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Whether the row itself is for the actor, whatever is above it."""
    if actor.is_staff:
        return true()
    named = select(audience).where(audience.class_.group_id.in_(groups_of(actor)))
    in_groups = (kind.audience == Audience.groups.value) & kind.id.in_(named)
    return or_(kind.audience == Audience.parent.value, in_groups)


async def categories(source: Source, actor: Actor, *, deleted: bool = False) -> list[CategoryRead]:
    """Every category that the actor may see, each before what stands in it.

    `deleted`: instead those that were put away, for those who may write.
    """
    put_away = Category.deleted_at.is_not(None) & (true() if holds(actor, WRITE) else false())
    wanted = put_away if deleted else Category.id.in_(seen_categories(actor))
    rows = (await source.execute(_shown(actor).where(wanted).order_by(Category.position, Category.id))).all()
    return [_read(row, actor) for row in _in_tree_order(rows)]


async def one_category(source: Source, actor: Actor, category_id: int) -> CategoryRead:
    """One category. Raises `NotFound`."""
    seen = Category.id.in_(seen_categories(actor))
    row = (await source.execute(_shown(actor).where(seen, Category.id == category_id))).one_or_none()
    if row is None:
        raise NotFound
    return _read(row, actor)


async def category_of_slug(source: Source, actor: Actor, slug: str) -> CategoryRead:
    """The category of this address, or of whose this was before. Raises `NotFound`."""
    former = select(CategorySlug.category_id).where(CategorySlug.slug == slug)
    wanted = (Category.slug == slug) | Category.id.in_(former)
    statement = _shown(actor).where(wanted, Category.id.in_(seen_categories(actor)))
    row = (await source.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return _read(row, actor)


async def way_to(source: Source, _actor: Actor, category_id: int) -> list[CategoryRef]:
    """The category and all above it, from the top; who sees a category sees all of these."""
    return await system_way_to(source, category_id)


async def system_way_to(source: Source, category_id: int) -> list[CategoryRef]:
    """The category and all above it, from the top."""
    above: ColumnElement[int] = literal_column("0").label("above")
    start = select(Category.id, Category.parent_id, Category.name, Category.slug, above)
    up = start.where(Category.id == category_id).cte("up", recursive=True)
    parent = aliased(Category)
    more = select(parent.id, parent.parent_id, parent.name, parent.slug, up.c.above + 1)
    up = up.union_all(more.join(up, parent.id == up.c.parent_id))
    rows = await source.execute(select(up.c.id, up.c.name, up.c.slug).order_by(up.c.above.desc()))
    return [CategoryRef(id=row.id, name=row.name, slug=row.slug) for row in rows]


async def groups(source: Source, actor: Actor) -> list[Ref]:
    """The groups that an audience can name, for those who choose it."""
    statement = select(UserGroup.id, UserGroup.name).where(true() if holds(actor, PUBLISH) else false())
    rows = await source.execute(statement.order_by(UserGroup.kind, UserGroup.name))
    return [Ref(id=row.id, name=row.name) for row in rows]


async def system_lock(session: AsyncSession) -> None:
    """Let one transaction at a time change the tree and the addresses; held until its end."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(LOCK))))


async def category_to_change(
    session: AsyncSession, actor: Actor, category_id: int, *, deleted: bool = False
) -> Category | None:
    """A category that the actor sees, or one that was put away, locked; None where there is none."""
    seen = Category.deleted_at.is_not(None) if deleted else Category.id.in_(seen_categories(actor))
    statement = select(Category).where(Category.id == category_id, seen)
    return (await session.scalars(statement.with_for_update(of=Category))).one_or_none()


async def article_to_change(
    session: AsyncSession, actor: Actor, article_id: int, *, deleted: bool = False
) -> Article | None:
    """An article that the actor sees, or one that was put away, locked; None where there is none."""
    seen = Article.deleted_at.is_not(None) if deleted else may(actor)
    statement = select(Article).where(Article.id == article_id, seen)
    return (await session.scalars(statement.with_for_update(of=Article))).one_or_none()


async def system_place(session: AsyncSession, parent_id: int | None) -> list[Category]:
    """What stands in one place of the tree, in order, locked."""
    here = Category.parent_id.is_(None) if parent_id is None else Category.parent_id == parent_id
    statement = select(Category).where(here, Category.deleted_at.is_(None))
    ordered = statement.order_by(Category.position, Category.id).with_for_update()
    return list(await session.scalars(ordered))


async def system_slugs(session: AsyncSession, kind: type[Category | Article], like: str) -> set[str]:
    """The addresses in use that are this one or begin with it and `-`."""
    begins = kind.slug.startswith(f"{like}-", autoescape=True)
    return set(await session.scalars(select(kind.slug).where((kind.slug == like) | begins)))


async def system_groups(session: AsyncSession, group_ids: Sequence[int]) -> set[int]:
    """Those of the groups that exist, locked against deletion."""
    statement = (
        select(UserGroup.id).where(UserGroup.id.in_(group_ids)).with_for_update(key_share=True, read=True)
    )
    return set(await session.scalars(statement))


async def system_audience(session: AsyncSession, thing: Category | Article) -> list[int]:
    """The groups that a category or an article names."""
    rows = CategoryAudience if isinstance(thing, Category) else ArticleAudience
    key = CategoryAudience.category_id if isinstance(thing, Category) else ArticleAudience.article_id
    return sorted(await session.scalars(select(rows.group_id).where(key == thing.id)))


def _shown(actor: Actor) -> Select[Any]:
    inside = select(func.count()).where(Article.category_id == Category.id, may(actor))
    published = inside.where(Article.published_at.is_not(None))
    names = (
        "id",
        "parent_id",
        "name",
        "slug",
        "description",
        "position",
        "audience",
        "version",
        "deleted_at",
    )
    columns = [Category.__table__.c[name] for name in names]
    groups = select(CategoryAudience.group_id).where(CategoryAudience.category_id == Category.id)
    counts = (
        published.correlate(Category).scalar_subquery().label("articles"),
        inside.where(Article.published_at.is_(None)).correlate(Category).scalar_subquery().label("drafts"),
    )
    mine = func.array(groups.correlate(Category).scalar_subquery()).label("group_ids")
    return select(*columns, *counts, *([mine] if actor.is_staff else []))


def _read(row: Row[Any], actor: Actor) -> CategoryRead:
    members = row._asdict()
    agent = None
    if actor.is_staff:
        members["group_ids"] = sorted(members["group_ids"])
        agent = CategoryAgent.model_validate(members)
    return CategoryRead.model_validate(members | {"agent": agent})


def _in_tree_order(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Each before what stands in it; what stands nowhere among them comes first."""
    known = {row.id for row in rows}
    below: dict[int | None, list[Row[Any]]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    ordered: list[Row[Any]] = []
    waiting = below.pop(None, [])[::-1]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += below.pop(row.id, [])[::-1]
    return ordered
