"""Categories, articles and groups for tests."""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import delete, select

from deskbell.content.knowledge.models import (
    Article,
    ArticleAudience,
    Category,
    CategoryAudience,
)
from deskbell.content.knowledge.search.queries import system_words
from deskbell.kit.html import clean
from deskbell.user_groups.models import UserGroup, UserGroupMember, UserGroupPermission

NUMBERS = count(1)


async def make_readers(session, *members):
    """A group of customers: its number."""
    group = UserGroup(name=f"Readers {next(NUMBERS)}")
    session.add(group)
    await session.flush()
    session.add_all(UserGroupMember(group_id=group.id, user_id=each.id) for each in members)
    await session.flush()
    return group.id


async def registered(session):
    """The number of *Registered*."""
    return await session.scalar(select(UserGroup.id).where(UserGroup.kind == "registered"))


async def take_away(session, permission):
    """Take a permission from every group."""
    await session.execute(delete(UserGroupPermission).where(UserGroupPermission.permission == permission))


async def make_category(session, *, groups=(), audience=None, **columns):
    """A category for everybody, unless groups or an audience are named."""
    number = next(NUMBERS)
    audience = audience or ("groups" if groups else "parent")
    columns = {"name": f"Category {number}", "slug": f"category-{number}", **columns}
    row = Category(audience=audience, **columns)
    session.add(row)
    await session.flush()
    session.add_all(CategoryAudience(category_id=row.id, group_id=each) for each in groups)
    await session.flush()
    await session.refresh(row)
    return row


async def make_article(
    session, category, *, title=None, html="<p>Words.</p>", groups=(), audience=None, draft=False, **columns
):
    """A published article for whoever sees its category, unless told otherwise."""
    number = next(NUMBERS)
    title = title or f"Article {number}"
    cleaned = clean(html)
    row = Article(
        category_id=category.id,
        title=title,
        **{"slug": f"article-{number}", **columns},
        html=cleaned.html,
        text=cleaned.text,
        audience=audience or ("groups" if groups else "parent"),
        published_at=None if draft else datetime.now(UTC),
        words=system_words(title, cleaned.text),
    )
    session.add(row)
    await session.flush()
    session.add_all(ArticleAudience(article_id=row.id, group_id=each) for each in groups)
    await session.flush()
    await session.refresh(row)
    return row
