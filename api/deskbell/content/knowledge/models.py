"""Categories and articles, for whom they are, their former addresses, and what readers said of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import func

from deskbell.core.models import HasId, HasTimes, Model


class Audience(StrEnum):
    """For whom a category or an article is, of those who may see its parent; agents see everything."""

    agents = "agents"
    parent = "parent"
    groups = "groups"


class Category(HasId, HasTimes, Model):
    """A place for articles. It stands in another one, or at the top; its children only narrow its audience.

    Put away (`deleted_at`), it hides with all that is in it.
    """

    __tablename__ = "knowledge_categories"
    __table_args__ = (
        CheckConstraint("audience in ('agents', 'parent', 'groups')", name="audience_is_known"),
        CheckConstraint("parent_id <> id", name="is_not_its_own_parent"),
        Index("ix_knowledge_categories_parent_id", "parent_id"),
    )

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("knowledge_categories.id"))
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(server_default=sql("''"))
    position: Mapped[int] = mapped_column(server_default=sql("0"))
    audience: Mapped[str] = mapped_column(server_default=sql("'agents'"))
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    deleted_at: Mapped[datetime | None]


class Article(HasId, HasTimes, Model):
    """An answer that stands for itself. A draft until it is published; `words` is read by search only."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("audience in ('agents', 'parent', 'groups')", name="audience_is_known"),
        Index("ix_articles_category_id", "category_id"),
        Index("ix_articles_author_id", "author_id"),
        Index("ix_articles_words", "words", postgresql_using="gin"),
    )

    category_id: Mapped[int] = mapped_column(ForeignKey("knowledge_categories.id"))
    title: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    html: Mapped[str]
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None]
    audience: Mapped[str] = mapped_column(server_default=sql("'parent'"))
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    deleted_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(TSVECTOR, deferred=True)


class CategoryAudience(Model):
    """A group for which a category is; it counts where the category's audience is `groups`."""

    __tablename__ = "category_audiences"

    category_id: Mapped[int] = mapped_column(
        ForeignKey("knowledge_categories.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id"), primary_key=True, index=True)


class ArticleAudience(Model):
    """A group for which an article is; it counts where the article's audience is `groups`."""

    __tablename__ = "article_audiences"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("user_groups.id"), primary_key=True, index=True)


class CategorySlug(Model):
    """A former address of a category: whoever comes by it is sent on."""

    __tablename__ = "category_slugs"

    slug: Mapped[str] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("knowledge_categories.id", ondelete="CASCADE"), index=True
    )


class ArticleSlug(Model):
    """A former address of an article: whoever comes by it is sent on."""

    __tablename__ = "article_slugs"

    slug: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)


class ArticleRating(Model):
    """Whether an article helped a reader. `rater` is the account, or a hash of where a guest came from."""

    __tablename__ = "article_ratings"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    rater: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    helpful: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
