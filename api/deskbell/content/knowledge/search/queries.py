"""Articles by their words, with the rights of the actor inside the question (T06).

Words are kept as they are and by their stems in English and German, so that any of these languages finds what
it should whatever the helpdesk's own is. Those that stand in nearly every sentence do not count.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.content.knowledge.models import Article, Category
from deskbell.content.knowledge.queries import may
from deskbell.content.knowledge.reading.queries import shown, summary
from deskbell.content.knowledge.schemas import ArticleSuggestion, ArticleSummary, CategoryRef
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, decode_cursor, encode_cursor

Source = AsyncConnection | AsyncSession
LANGUAGES: Final = ("simple", "english", "german")
STEMMED: Final = LANGUAGES[1:]
MOST_WORDS: Final = 12
SHORTEST: Final = 2
SUGGESTED: Final = 5
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Match:
    """How well the article of a row fits: how many words it holds, and how well."""

    held: ColumnElement[int]
    rank: ColumnElement[int]
    wanted: int


async def search(
    source: Source, actor: Actor, q: str, cursor: str | None, limit: int
) -> Page[ArticleSummary]:
    """The articles that the actor may read and that hold at least half of the words, the best first."""
    match = await _match(source, q)
    if match is None:
        return Page[ArticleSummary](items=[], next_cursor=None, total=None)
    statement = _best(_named(shown(actor), match).where(may(actor)), match, (match.wanted + 1) // 2)
    if cursor is not None:
        statement = statement.where(
            tuple_(match.held, match.rank, Article.id) < tuple_(*decode_cursor(cursor, int, int, int))
        )
    rows = (await source.execute(statement.limit(limit + 1))).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page[ArticleSummary](
        items=[summary(row, actor) for row in rows[:limit]],
        next_cursor=encode_cursor(last.held, last.rank, last.id) if last else None,
        total=None,
    )


async def suggestions(source: Source, actor: Actor, q: str) -> list[ArticleSuggestion]:
    """The few articles that fit best what somebody is typing; published ones only."""
    match = await _match(source, q)
    if match is None:
        return []
    columns = select(Article.id, Article.title, Article.slug, Article.category_id)
    named = columns.add_columns(Category.name.label("category_name"), Category.slug.label("category_slug"))
    joined = _named(named.join(Category, Category.id == Article.category_id), match)
    seen = joined.where(may(actor), Article.published_at.is_not(None))
    rows = await source.execute(_best(seen, match, (match.wanted + 2) // 3).limit(SUGGESTED))
    return [
        ArticleSuggestion(
            id=row.id,
            title=row.title,
            slug=row.slug,
            category=CategoryRef(id=row.category_id, name=row.category_name, slug=row.category_slug),
        )
        for row in rows
    ]


def system_words(title: str, text: str) -> ColumnElement[Any]:
    """What is kept of an article for search: its title counts more than the rest."""
    return _vector(title, "A").op("||")(_vector(text, "B"))


def _vector(text: str, weight: str) -> ColumnElement[Any]:
    first, *others = (func.to_tsvector(_config(each), literal(text, String)) for each in LANGUAGES)
    whole: ColumnElement[Any] = first
    for each in others:
        whole = whole.op("||")(each)
    return func.setweight(whole, literal_column(f"'{weight}'"))


def _config(language: str) -> ColumnElement[Any]:
    return literal_column(f"'{language}'::regconfig")


async def _match(source: Source, q: str) -> Match | None:
    """How articles fit what was typed; the last word may be the beginning of one. None without words."""
    words = [word for word in dict.fromkeys(_WORD.findall(q.lower())) if len(word) >= SHORTEST]
    words = words[-MOST_WORDS:]
    if not words:
        return None
    counted = await _telling(source, words) or words
    queries = [_query(word, begins=word == words[-1]) for word in counted]
    held: ColumnElement[int] = literal(0, Integer)
    whole = queries[0]
    for query in queries:
        held = held + cast(Article.words.op("@@")(query), Integer)
    for query in queries[1:]:
        whole = whole.op("||")(query)
    rank = cast(func.ts_rank(Article.words, whole) * 1_000_000, BigInteger)
    return Match(held, rank, len(queries))


async def _telling(source: Source, words: list[str]) -> list[str]:
    """Of the words, those that do not stand in nearly every sentence of some language."""
    word = func.unnest(cast(words, ARRAY(String))).column_valued("word")
    telling = [func.numnode(func.plainto_tsquery(_config(each), word)) > 0 for each in STEMMED]
    found = set(await _scalars(source, select(word).where(*telling)))
    return [each for each in words if each in found]


async def _scalars(source: Source, statement: Select[Any]) -> list[str]:
    return [row[0] for row in await source.execute(statement)]


def _query(word: str, *, begins: bool) -> ColumnElement[Any]:
    whole: ColumnElement[Any] = func.to_tsquery(_config("simple"), f"{word}:*" if begins else word)
    for each in STEMMED:
        whole = whole.op("||")(func.plainto_tsquery(_config(each), word))
    return whole


def _named(statement: Select[Any], match: Match) -> Select[Any]:
    return statement.add_columns(match.held.label("held"), match.rank.label("rank"))


def _best(statement: Select[Any], match: Match, least: int) -> Select[Any]:
    order = (match.held.desc(), match.rank.desc(), Article.id.desc())
    return statement.where(match.held >= least).order_by(*order)
