"""The knowledge base's pages of the support center before any script runs, as guests see them.

The server knows nobody who asks for a page: what is not for guests is missing here, the same for all, and
the app shows it to whoever has signed in.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape as escape_xml

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.reading import queries as reading
from deskbell.content.knowledge.schemas import (
    ArticleQuery,
    ArticleRead,
    ArticleSummary,
    CategoryRead,
    CategoryRef,
)
from deskbell.content.knowledge.search import queries as searching
from deskbell.core.auth import GUEST
from deskbell.core.config import Settings
from deskbell.core.frontends import Moved
from deskbell.core.pagination import Page
from deskbell.core.problems import NotFound
from deskbell.kit.slugs import PATTERN
from deskbell.support_texts import Words

ARTICLES, CATEGORIES = "articles/", "categories/"
MOST = 100
MOST_ADDRESSES = 50_000  # as many as one sitemap may name
LONGEST_Q = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its title, what it is about, its address, its markup, and what the app need not ask for."""

    title: str
    about: str
    path: str
    main: str
    state: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)


async def knowledge_page(session: AsyncSession, path: str, words: Words) -> Shown | Moved | None:
    """The page of an article or a category; where it went, when its address changed; None without one."""
    place, _, slug = path.partition("/")
    if not re.fullmatch(PATTERN, slug):
        return None
    try:
        if f"{place}/" == ARTICLES:
            article = await reading.article_of_slug(session, GUEST, slug)
            here = ARTICLES + article.slug
            return _article(article, words) if here == path else Moved(here)
        if f"{place}/" == CATEGORIES:
            category = await queries.category_of_slug(session, GUEST, slug)
            here = CATEGORIES + category.slug
            return await _category(session, category, words) if here == path else Moved(here)
    except NotFound:
        return None
    return None


async def topics(session: AsyncSession, words: Words) -> tuple[str, dict[str, Any]]:
    """The categories at the top, for the first page, and what the app need not ask for."""
    found = await queries.categories(session, GUEST)
    tops = [each for each in found if each.parent_id is None]
    state = {"categories": _page(found)}
    if not tops:
        return "", state
    cards = "".join(_card(each) for each in tops)
    return f'<h2 class="sc-heading">{words.topics}</h2><ul class="sc-ways">{cards}</ul>', state


async def results(session: AsyncSession, q: str, words: Words) -> str:
    """What a search finds, for those without scripts."""
    found = await searching.search(session, GUEST, q[:LONGEST_Q], None, MOST) if q.strip() else None
    listed = _list(found.items) if found and found.items else f"<p>{words.none_found}</p>"
    field_ = f'<input type="search" name="q" maxlength="{LONGEST_Q}" value="{escape(q[:LONGEST_Q])}"'
    return (
        f'<div class="sc-read"><h1 class="sc-title">{words.found}</h1>'
        f'<form class="sc-search" action="search">{field_} aria-label="{words.search_label}">'
        f'<button type="submit">{words.search}</button></form>{listed}{_still(words)}</div>'
    )


async def sitemap(request: Request) -> Response:
    """Every page that is for everybody: what search engines may know of."""
    settings: Settings = request.app.state.settings
    async with request.app.state.database.reader() as connection:
        articles = await reading.addresses(connection, GUEST, MOST_ADDRESSES)
        found = await queries.categories(connection, GUEST)
    pages = [("", None), ("new", None), *((CATEGORIES + each.slug, None) for each in found)]
    dated = [(ARTICLES + slug, changed.date().isoformat()) for slug, changed in articles]
    lines = "".join(
        f"<url><loc>{escape_xml(f'{settings.base_url}/{quote(path)}')}</loc>"
        + (f"<lastmod>{day}</lastmod></url>" if day else "</url>")
        for path, day in [*pages, *dated][:MOST_ADDRESSES]
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>\n'
    )
    return Response(document, media_type="application/xml", headers={"cache-control": "no-cache"})


async def robots(request: Request) -> Response:
    """Where search engines need not look, and where the sitemap is."""
    settings: Settings = request.app.state.settings
    closed = "".join(f"Disallow: {path}\n" for path in ("/agent/", "/admin/", "/v1/", "/account/"))
    return PlainTextResponse(f"User-agent: *\n{closed}\nSitemap: {settings.base_url}/sitemap.xml\n")


def _article(article: ArticleRead, words: Words) -> Shown:
    day = article.updated_at.date().isoformat()
    main = (
        f'<div class="sc-read">{_way(article.categories, words)}<article><h1 class="sc-title" dir="auto">'
        f"{escape(article.title)}</h1>"
        f'<p class="sc-dim">{words.updated} <time datetime="{day}">{day}</time></p>'
        f'<div class="article-body" dir="auto">{article.html}</div></article>{_still(words)}</div>'
    )
    published = article.published_at or article.updated_at
    facts = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title[:110],
        "description": article.excerpt,
        "datePublished": published.isoformat(),
        "dateModified": article.updated_at.isoformat(),
    }
    state = {"article": _members(article)}
    return Shown(article.title, article.excerpt, ARTICLES + article.slug, main, state, facts)


async def _category(session: AsyncSession, category: CategoryRead, words: Words) -> Shown:
    found = await queries.categories(session, GUEST)
    query = ArticleQuery(category_id=category.id, limit=MOST)
    articles = await reading.page_of_articles(session, GUEST, query)
    way = [each for each in await queries.way_to(session, GUEST, category.id) if each.id != category.id]
    inside = "".join(_card(each) for each in found if each.parent_id == category.id)
    listed = _list(articles.items) if articles.items else ("" if inside else f"<p>{words.empty}</p>")
    main = (
        f'<div class="sc-read">{_way(way, words)}<h1 class="sc-title" dir="auto">{escape(category.name)}</h1>'
        f'<p class="sc-dim">{escape(category.description)}</p>'
        + (f'<ul class="sc-ways sc-inside">{inside}</ul>' if inside else "")
        + f"{listed}{_still(words)}</div>"
    )
    state = {"category": _members(category), "categories": _page(found), "articles": _members(articles)}
    about = category.description or category.name
    return Shown(category.name, about, CATEGORIES + category.slug, main, state)


def _way(above: Sequence[CategoryRef], words: Words) -> str:
    """The way back, from the first page down."""
    links = "".join(
        f'<a class="sc-back" href="{CATEGORIES}{quote(each.slug)}">{escape(each.name)}</a>' for each in above
    )
    first = f'<a class="sc-back" href="./">{words.topics}</a>'
    return f'<nav class="sc-way-back" aria-label="{words.topics}">{first}{links}</nav>'


def _card(category: CategoryRead) -> str:
    return (
        f'<li><a class="sc-way" href="{CATEGORIES}{quote(category.slug)}">'
        f"<strong>{escape(category.name)}</strong><span>{escape(category.description)}</span></a></li>"
    )


def _list(articles: Sequence[ArticleSummary]) -> str:
    items = "".join(
        f'<li><a class="sc-hit" href="{ARTICLES}{quote(each.slug)}"><strong>{escape(each.title)}</strong>'
        f"<span>{escape(each.excerpt)}</span></a></li>"
        for each in articles
    )
    return f'<ul class="sc-hits">{items}</ul>'


def _still(words: Words) -> str:
    return f'<p class="sc-dim">{words.still} <a href="new">{words.ways[0][1]}</a></p>'


def _members(model: BaseModel) -> dict[str, Any]:
    return dict(json.loads(model.model_dump_json()))


def _page(categories: list[CategoryRead]) -> dict[str, Any]:
    return _members(Page[CategoryRead](items=categories, next_cursor=None, total=len(categories)))
