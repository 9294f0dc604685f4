"""The knowledge base as the API takes and gives it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from deskbell.content.knowledge.models import Audience
from deskbell.core.fields import Id, Line, QueryId, Text
from deskbell.core.pagination import PageQuery, Read, Ref, Write
from deskbell.kit.slugs import LONGEST, PATTERN

LONGEST_BODY = 200_000
MOST_GROUPS = 100

Title = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
CategoryName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Description = Annotated[Line, StringConstraints(max_length=300)]
Slug = Annotated[
    str,
    StringConstraints(to_lower=True, min_length=1, max_length=LONGEST, pattern=PATTERN),
    Field(description="The end of its address: words with `-` between them.", examples=["reset-password"]),
]
Body = Annotated[Text, StringConstraints(max_length=LONGEST_BODY)]
VERSION = "Grows with every change; give it as `If-Match` to change only what you have seen."


class ArticleState(StrEnum):
    """Whether others than writers see it."""

    draft = "draft"
    published = "published"


class ArticleSort(StrEnum):
    """Orders of the list."""

    by_title = "title"
    last_changed = "-updated_at"


class CategoryRef(Ref):
    """A category on the way to an article."""

    slug: str = Field(description="The end of its address.", examples=["orders"])


class CategoryAgent(Read):
    """What agents see of a category."""

    audience: Audience = Field(description="For whom it is, of those who may see its parent.")
    group_ids: list[int] = Field(description="The groups, where the audience is `groups`.")
    drafts: int = Field(description="How many drafts stand directly in it; 0 for those who may not write.")
    version: int = Field(description=VERSION)
    deleted_at: datetime | None = Field(description="When it was put away.")


class CategoryRead(Read):
    """A category of the knowledge base."""

    id: int = Field(description="Its number.")
    parent_id: int | None = Field(description="The category in which it stands; null at the top.")
    name: str = Field(description="Its name.", examples=["Orders"])
    slug: str = Field(description="The end of its address.", examples=["orders"])
    description: str = Field(description="One sentence of what is in it; may be empty.")
    position: int = Field(description="Its place among those beside it.")
    articles: int = Field(description="How many published articles you may read stand directly in it.")
    agent: CategoryAgent | None = Field(description="Null for others than agents.")


class CategoryCreate(Write):
    """A new category, the last in its place. It is for agents until an audience is chosen."""

    name: CategoryName
    slug: Slug | None = Field(default=None, description="Left out, it is made of the name.")
    description: Description = ""
    parent_id: Id | None = Field(default=None, description="The category in which it stands.")


class CategoryUpdate(Write):
    """Changes to a category; what is left out stays."""

    name: CategoryName | None = None
    slug: Slug | None = Field(default=None, description="The address before leads on to the new one.")
    description: Description | None = None
    parent_id: Id | None = Field(
        default=None, description="Where it is to stand; null, said expressly, is the top."
    )


class CategoryOrderUpdate(Write):
    """All categories of one place, in the order that they are to have."""

    parent_id: Id | None = Field(default=None, description="The place; null is the top.")
    ids: list[Id] = Field(description="Each number once, the first one first.", max_length=1000)


class AudienceUpdate(Write):
    """The whole audience of a category or an article. It only ever narrows that of its parent."""

    audience: Audience = Field(description="For whom it is, of those who may see its parent.")
    group_ids: list[Id] = Field(
        default=[], max_length=MOST_GROUPS, description="The groups, where the audience is `groups`."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.audience is Audience.groups) != bool(self.group_ids):
            message = "name groups where the audience is `groups`, and only there"
            raise ValueError(message)
        return self


class ArticleQuery(PageQuery):
    """Which articles are wanted."""

    category_id: QueryId | None = Field(None, description="Only those that stand directly in this category.")
    state: ArticleState | None = Field(None, description="Only drafts, or only what is published.")
    deleted: bool = Field(False, description="Those that were put away, for agents who may write.")  # noqa: FBT003 - a default
    sort: ArticleSort = Field(ArticleSort.by_title, description="The order.")


class ArticleAgent(Read):
    """What agents see of an article."""

    state: ArticleState = Field(description="Whether others than writers see it.")
    author: Ref | None = Field(description="Who wrote it first.")
    audience: Audience = Field(description="For whom it is, of those who may see its category.")
    group_ids: list[int] = Field(description="The groups, where the audience is `groups`.")
    helpful: int = Field(description="How many readers it helped.")
    unhelpful: int = Field(description="How many readers it did not help.")
    version: int = Field(description=VERSION)
    deleted_at: datetime | None = Field(description="When it was put away.")


class ArticleSummary(Read):
    """An article in a list."""

    id: int = Field(description="Its number.")
    title: str = Field(description="Its title.", examples=["How to reset your password"])
    slug: str = Field(description="The end of its address.", examples=["reset-password"])
    category: CategoryRef = Field(description="Where it stands.")
    excerpt: str = Field(description="How it begins, on one line.")
    published_at: datetime | None = Field(description="Since when it can be read; null for a draft.")
    updated_at: datetime = Field(description="When it last changed.")
    agent: ArticleAgent | None = Field(description="Null for others than agents.")


class ArticleCan(Read):
    """What you may do with an article."""

    rate: bool = Field(description="Whether you may say if it helped.")
    edit: bool = Field(description="Whether you may change it.")
    publish: bool = Field(description="Whether you may publish it, and choose for whom it is.")


class ArticleRead(ArticleSummary):
    """An article."""

    html: str = Field(description="What it says, as sanitized markup.")
    categories: list[CategoryRef] = Field(description="The way to it, from the top.")
    your_rating: bool | None = Field(description="Whether it helped you, if you said so.")
    can: ArticleCan = Field(description="What you may do with it.")


class ArticleSuggestion(Read):
    """An article that may be the answer."""

    id: int = Field(description="Its number.")
    title: str = Field(description="Its title.")
    slug: str = Field(description="The end of its address.")
    category: CategoryRef = Field(description="Where it stands.")


class ArticleCreate(Write):
    """A new article: a draft, of which only those who may write know."""

    category_id: Id = Field(description="Where it stands.")
    title: Title
    slug: Slug | None = Field(default=None, description="Left out, it is made of the title.")
    html: Body = Field(default="", description="What it says; markup that is not safe is taken out.")


class ArticleUpdate(Write):
    """Changes to an article; what is left out or null stays."""

    category_id: Id | None = Field(default=None, description="Where it is to stand.")
    title: Title | None = None
    slug: Slug | None = Field(default=None, description="The address before leads on to the new one.")
    html: Body | None = Field(default=None, description="What it says; unsafe markup is taken out.")


class ArticleRatingUpdate(Write):
    """What a reader says of an article."""

    helpful: bool = Field(strict=True, description="Whether it answered the question.")
