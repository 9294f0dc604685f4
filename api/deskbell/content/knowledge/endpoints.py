"""The knowledge base's articles over the API."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from deskbell.content.knowledge.actions import publish, rate, set_audience, write_article
from deskbell.content.knowledge.problems import NoSuchCategory, NoSuchGroup, PlacePutAway, SlugTaken
from deskbell.content.knowledge.reading import queries as reading
from deskbell.content.knowledge.schemas import (
    ArticleCreate,
    ArticleQuery,
    ArticleRatingUpdate,
    ArticleRead,
    ArticleSuggestion,
    ArticleSummary,
    ArticleUpdate,
    AudienceUpdate,
)
from deskbell.content.knowledge.search import queries as searching
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Database, Reader, Session
from deskbell.core.fields import PathId, Text
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, TooManyRequests, problems
from deskbell.core.rate_limits import hit
from deskbell.sessions.attempts import network
from deskbell.sessions.browser import Browser, browser_of

router = APIRouter(prefix="/v1/knowledge", route_class=IdempotentRoute, tags=["knowledge"])

CanView = Annotated[Actor, requires(Act.content_view, scope="guest")]
CanRate = Annotated[Actor, requires(Act.content_rate, scope="guest")]
CanWrite = Annotated[Actor, requires(Act.content_write, scope="agent")]
CanPublish = Annotated[Actor, requires(Act.content_publish, scope="agent")]
Caller = Annotated[Browser, Depends(browser_of)]
SlugPath = Annotated[Text, Path(max_length=200, description="The end of its address, also a former one.")]
Words = Annotated[Text, Query(min_length=1, max_length=300, description="What is looked for, in words.")]

RATINGS, WINDOW = 60, timedelta(hours=1)


@router.get("/articles", responses=problems(BadCursor))
async def list_articles(
    query: Annotated[ArticleQuery, Query()], actor: CanView, reader: Reader
) -> Page[ArticleSummary]:
    """The articles that you may read: by title, or the last changed first.

    Customers read what is published for one of their groups; agents everything that is published, and the
    drafts too where they may write.
    """
    return await reading.page_of_articles(reader, actor, query)


@router.get("/articles/{article_id}", responses=problems(NotFound))
async def get_article(article_id: PathId, actor: CanView, reader: Reader) -> ArticleRead:
    """One article. 404 also where it exists, but is not for you: the answers are the same."""
    return await reading.one_article(reader, actor, article_id)


@router.get("/articles/by-slug/{slug}", responses=problems(NotFound))
async def get_article_by_slug(slug: SlugPath, actor: CanView, reader: Reader) -> ArticleRead:
    """The article of an address; one that had it before is given with the address that it has now."""
    return await reading.article_of_slug(reader, actor, slug)


@router.get("/search", responses=problems(BadCursor))
async def search_articles(
    q: Words, actor: CanView, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[ArticleSummary]:
    """The articles that you may read and that hold at least half of the words, the best first."""
    return await searching.search(reader, actor, q, cursor, limit)


@router.get("/suggestions")
async def list_article_suggestions(q: Words, actor: CanView, reader: Reader) -> Page[ArticleSuggestion]:
    """At most five articles that may answer what somebody is typing, the best first."""
    return whole(await searching.suggestions(reader, actor, q))


@router.post("/articles", status_code=201, responses=problems(NotAllowed, NoSuchCategory, SlugTaken))
async def create_article(body: ArticleCreate, actor: CanWrite, session: Session) -> ArticleRead:
    """Write a draft. Its markup is sanitized; needs the permission `content.write`."""
    return await reading.one_article(session, actor, await write_article.create_article(session, actor, body))


@router.patch(
    "/articles/{article_id}",
    responses=problems(NotFound, NotAllowed, StaleVersion, NoSuchCategory, SlugTaken),
)
async def update_article(
    article_id: PathId, body: ArticleUpdate, actor: CanWrite, session: Session, seen: SeenVersion
) -> ArticleRead:
    """Change a draft (`content.write`), or what is published (`content.publish`): readers see it at once."""
    await write_article.change_article(session, actor, article_id, body, seen)
    return await reading.one_article(session, actor, article_id)


@router.put("/articles/{article_id}/published", responses=problems(NotFound, NotAllowed, StaleVersion))
async def set_article_published(
    article_id: PathId, actor: CanPublish, session: Session, seen: SeenVersion
) -> ArticleRead:
    """Publish an article: whoever it is for may read it from now on. Needs `content.publish`."""
    await publish.publish(session, actor, article_id, seen)
    return await reading.one_article(session, actor, article_id)


@router.delete("/articles/{article_id}/published", responses=problems(NotFound, NotAllowed, StaleVersion))
async def unset_article_published(
    article_id: PathId, actor: CanPublish, session: Session, seen: SeenVersion
) -> ArticleRead:
    """Make a draft of an article again: its address is missing for readers. Needs `content.publish`."""
    await publish.unpublish(session, actor, article_id, seen)
    return await reading.one_article(session, actor, article_id)


@router.put(
    "/articles/{article_id}/audience", responses=problems(NotFound, NotAllowed, StaleVersion, NoSuchGroup)
)
async def set_article_audience(
    article_id: PathId, body: AudienceUpdate, actor: CanPublish, session: Session, seen: SeenVersion
) -> ArticleRead:
    """Choose for whom an article is, of those who may see its category. Needs `content.publish`."""
    await set_audience.set_article_audience(session, actor, article_id, body, seen)
    return await reading.one_article(session, actor, article_id)


@router.delete(
    "/articles/{article_id}", status_code=204, responses=problems(NotFound, NotAllowed, StaleVersion)
)
async def delete_article(article_id: PathId, actor: CanWrite, session: Session, seen: SeenVersion) -> None:
    """Put an article away; it can be restored. Needs `content.publish` where it is published."""
    await publish.delete_article(session, actor, article_id, seen)


@router.post("/articles/{article_id}/restore", responses=problems(NotFound, NotAllowed, PlacePutAway))
async def restore_article(article_id: PathId, actor: CanWrite, session: Session) -> ArticleRead:
    """Bring back an article that was put away, as it was."""
    await publish.restore_article(session, actor, article_id)
    return await reading.one_article(session, actor, article_id)


@router.put(
    "/articles/{article_id}/rating",
    status_code=204,
    responses=problems(NotFound, NotAllowed, TooManyRequests),
)
async def set_article_rating(
    article_id: PathId,
    body: ArticleRatingUpdate,
    actor: CanRate,
    browser: Caller,
    request: Request,
    session: Session,
) -> None:
    """Say whether an article helped; your last word counts. Customers need `articles.rate`.

    All guests of one network are one reader. At most 60 an hour from one network.
    """
    place = network(browser.address)
    database: Database = request.app.state.database
    async with database.reader() as connection:
        state = await hit(connection, f"article_ratings:{place}", RATINGS, WINDOW)
    if not state.allowed:
        raise TooManyRequests(headers=state.headers)
    await rate.rate(session, actor, article_id, place, helpful=body.helpful)
