"""The demonstration's knowledge base, from `knowledge.toml`: three categories, one of them for a group."""

import tomllib
from pathlib import Path
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge.actions.change_category import create_category
from deskbell.content.knowledge.actions.publish import publish
from deskbell.content.knowledge.actions.set_audience import set_category_audience
from deskbell.content.knowledge.actions.write_article import create_article
from deskbell.content.knowledge.models import Audience
from deskbell.content.knowledge.schemas import ArticleCreate, AudienceUpdate, CategoryCreate
from deskbell.core.auth import Actor

_FILE: Final = Path(__file__).with_name("knowledge.toml")


async def write_knowledge(session: AsyncSession, author: Actor, groups: dict[str, int]) -> None:
    """Write all of it as `author`, by the same verbs as everybody's. `groups`: their numbers by name."""
    for each in tomllib.loads(_FILE.read_text(encoding="utf-8"))["category"]:
        body = CategoryCreate(name=each["name"], slug=each["slug"], description=each["description"])
        category_id = await create_category(session, author, body)
        audience = (
            AudienceUpdate(audience=Audience.groups, group_ids=[groups[each["group"]]])
            if "group" in each
            else AudienceUpdate(audience=Audience.parent)
        )
        await set_category_audience(session, author, category_id, audience, None)
        for article in each["article"]:
            await _write(session, author, category_id, article)


async def _write(session: AsyncSession, author: Actor, category_id: int, article: dict[str, Any]) -> None:
    body = ArticleCreate(
        category_id=category_id, title=article["title"], slug=article["slug"], html=article["html"]
    )
    number = await create_article(session, author, body)
    if not article.get("draft"):
        await publish(session, author, number, None)
