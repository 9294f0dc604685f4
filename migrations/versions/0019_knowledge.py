"""The knowledge base: categories, articles, for whom they are, their former addresses, and ratings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

CATEGORIES, ARTICLES = "knowledge_categories", "articles"
OF = {"category": CATEGORIES, "article": ARTICLES}
KNOWN = "audience in ('agents', 'parent', 'groups')"


def _time(name: str, *, now: bool) -> sa.Column[object]:
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=not now)


def _number(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=default and sa.text(default))


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=default and sa.text(default))


def _key(table: str, column: str, to: str, on_delete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=on_delete
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def upgrade() -> None:
    """Make them."""
    _categories()
    _articles()
    for kind, table in OF.items():
        _audience(kind, table)
        _slugs(kind, table)
    _ratings()


def _categories() -> None:
    op.create_table(
        CATEGORIES,
        _id(),
        _number("parent_id", nullable=True),
        _text("name"),
        _text("slug"),
        _text("description", "''"),
        _number("position", default="0"),
        _text("audience", "'agents'"),
        _number("version", default="1"),
        _time("deleted_at", now=False),
        _time("created_at", now=True),
        _time("updated_at", now=True),
        sa.CheckConstraint(KNOWN, name=op.f("ck_knowledge_categories_audience_is_known")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_knowledge_categories_is_not_its_own_parent")),
        _key(CATEGORIES, "parent_id", CATEGORIES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_categories")),
        sa.UniqueConstraint("slug", name=op.f("uq_knowledge_categories_slug")),
    )
    op.create_index("ix_knowledge_categories_parent_id", CATEGORIES, ["parent_id"])


def _articles() -> None:
    op.create_table(
        ARTICLES,
        _id(),
        _number("category_id"),
        _text("title"),
        _text("slug"),
        _text("html"),
        _text("text"),
        _number("author_id", nullable=True),
        _time("published_at", now=False),
        _text("audience", "'parent'"),
        _number("version", default="1"),
        _time("deleted_at", now=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        _time("created_at", now=True),
        _time("updated_at", now=True),
        sa.CheckConstraint(KNOWN, name=op.f("ck_articles_audience_is_known")),
        _key(ARTICLES, "category_id", CATEGORIES),
        _key(ARTICLES, "author_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("slug", name=op.f("uq_articles_slug")),
    )
    op.create_index("ix_articles_category_id", ARTICLES, ["category_id"])
    op.create_index("ix_articles_author_id", ARTICLES, ["author_id"])
    op.create_index("ix_articles_words", ARTICLES, ["words"], postgresql_using="gin")


def _audience(kind: str, of: str) -> None:
    table, column = f"{kind}_audiences", f"{kind}_id"
    op.create_table(
        table,
        _number(column),
        _number("group_id"),
        _key(table, column, of, "CASCADE"),
        _key(table, "group_id", "user_groups"),
        sa.PrimaryKeyConstraint(column, "group_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_group_id"), table, ["group_id"])


def _slugs(kind: str, of: str) -> None:
    table, column = f"{kind}_slugs", f"{kind}_id"
    op.create_table(
        table,
        _text("slug"),
        _number(column),
        _key(table, column, of, "CASCADE"),
        sa.PrimaryKeyConstraint("slug", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _ratings() -> None:
    table = "article_ratings"
    op.create_table(
        table,
        _number("article_id"),
        _text("rater"),
        _number("user_id", nullable=True),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        _time("created_at", now=True),
        _key(table, "article_id", ARTICLES, "CASCADE"),
        _key(table, "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "rater", name=op.f("pk_article_ratings")),
    )
    op.create_index(op.f("ix_article_ratings_user_id"), table, ["user_id"])


def downgrade() -> None:
    """Take them away."""
    for table in (
        "article_ratings",
        *(f"{kind}_{what}" for kind in OF for what in ("slugs", "audiences")),
        ARTICLES,
        CATEGORIES,
    ):
        op.drop_table(table)
