"""Addresses of categories and articles: each its own, and the former ones lead on."""

from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge.models import Article, ArticleSlug, Category, CategorySlug
from deskbell.content.knowledge.problems import SlugTaken, at
from deskbell.content.knowledge.queries import system_lock, system_slugs
from deskbell.kit.slugs import LONGEST, slug_of

K = TypeVar("K", Category, Article)
ROOM_FOR_NUMBER = 5


async def free_slug(session: AsyncSession, kind: type[K], wanted: str | None, title: str) -> str:
    """The address for a new one: the wanted one, or one made of the title. Raises `SlugTaken`."""
    await system_lock(session)
    slug = wanted or slug_of(title)[: LONGEST - ROOM_FOR_NUMBER].rstrip("-")
    taken = await system_slugs(session, kind, slug)
    if wanted is not None and slug in taken:
        raise at(SlugTaken, "/slug", "Another one has this address.")
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    await _forget(session, kind, free)
    return free


async def move_slug(session: AsyncSession, thing: Category | Article, wanted: str) -> None:
    """Give it another address; the one before leads on to it. Raises `SlugTaken`."""
    kind = type(thing)
    await system_lock(session)
    if wanted in await system_slugs(session, kind, wanted):
        raise at(SlugTaken, "/slug", "Another one has this address.")
    await _forget(session, kind, wanted)
    former = CategorySlug if isinstance(thing, Category) else ArticleSlug
    owner = "category_id" if isinstance(thing, Category) else "article_id"
    await session.execute(insert(former).values({"slug": thing.slug, owner: thing.id}))
    thing.slug = wanted


async def _forget(session: AsyncSession, kind: type[Category | Article], slug: str) -> None:
    """An address that is used anew leads nowhere else."""
    former = CategorySlug if kind is Category else ArticleSlug
    await session.execute(delete(former).where(former.slug == slug))
