"""Facts about the knowledge base."""

from typing import ClassVar, Literal

from deskbell.events.event import Event

AudienceName = Literal["agents", "parent", "groups"]
CategoryField = Literal["parent_id", "name", "slug", "description", "position"]
ArticleField = Literal["category_id", "title", "slug", "html"]


class CategoryEvent(Event):
    """A fact about a category of the knowledge base."""

    subject: ClassVar[str] = "category"

    category_id: int


class CategoryCreated(CategoryEvent, type="category.created", internal=True):
    """A category was made; it is for agents until an audience is chosen."""

    parent_id: int | None


class CategoryChanged(CategoryEvent, type="category.changed", internal=True):
    """A category changed; `fields` names what."""

    version: int
    fields: list[CategoryField]


class CategoryAudienceChanged(CategoryEvent, type="category.audience_changed", internal=True):
    """A category is for others than before: the whole audience before and after."""

    version: int
    before: AudienceName
    after: AudienceName
    groups_before: list[int]
    groups_after: list[int]


class CategoryDeleted(CategoryEvent, type="category.deleted", internal=True):
    """A category was put away, with all that is in it."""

    version: int


class CategoryRestored(CategoryEvent, type="category.restored", internal=True):
    """A category that was put away is back, with all that is in it."""

    version: int


class ArticleEvent(Event):
    """A fact about an article of the knowledge base."""

    subject: ClassVar[str] = "article"

    article_id: int


class ArticleCreated(ArticleEvent, type="article.created", internal=True):
    """The draft of an article was written."""

    category_id: int


class ArticleChanged(ArticleEvent, type="article.changed", internal=True):
    """An article changed; `fields` names what."""

    version: int
    fields: list[ArticleField]


class ArticleAudienceChanged(ArticleEvent, type="article.audience_changed", internal=True):
    """An article is for others than before: the whole audience before and after."""

    version: int
    before: AudienceName
    after: AudienceName
    groups_before: list[int]
    groups_after: list[int]


class ArticlePublished(ArticleEvent, type="article.published", internal=True):
    """An article is there for its audience from now on."""

    version: int


class ArticleUnpublished(ArticleEvent, type="article.unpublished", internal=True):
    """An article is a draft again."""

    version: int


class ArticleDeleted(ArticleEvent, type="article.deleted", internal=True):
    """An article was put away."""

    version: int


class ArticleRestored(ArticleEvent, type="article.restored", internal=True):
    """An article that was put away is back."""

    version: int


class ArticleRated(ArticleEvent, type="article.rated", internal=True):
    """A reader said whether an article helped; again, when they changed their mind."""

    helpful: bool
