"""Saying whether an article helped."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge.events import ArticleRated
from deskbell.content.knowledge.models import ArticleRating
from deskbell.content.knowledge.queries import RATE
from deskbell.content.knowledge.reading.queries import one_article
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.core.rate_limits import hashed
from deskbell.events.record import record
from deskbell.user_groups.queries import require_customer


async def rate(session: AsyncSession, actor: Actor, article_id: int, network: str, *, helpful: bool) -> None:
    """Keep what a reader says of a published article; the last word of each reader counts.

    A guest is known by a hash of the network they come from. Raises `NotFound`, `NotAllowed`.
    """
    article = await one_article(session, actor, article_id)
    if article.published_at is None:
        raise NotFound
    await require_customer(session, actor, RATE)
    rater = hashed(f"rater:{network}") if actor.user_id is None else f"user:{actor.user_id}"
    row = insert(ArticleRating).values(
        article_id=article_id, rater=rater, user_id=actor.user_id, helpful=helpful
    )
    kept = row.on_conflict_do_update(
        index_elements=["article_id", "rater"],
        set_={"helpful": helpful},
        where=ArticleRating.helpful != helpful,
    )
    if await session.scalar(kept.returning(ArticleRating.article_id)) is not None:
        await record(session, actor, ArticleRated(article_id=article_id, helpful=helpful))
