"""Programs: API keys, service accounts, and apps of others with what people allow them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


LADDER = "level between 1 and 3"


def moment(name: str, *, needed: bool = False, now: bool = False) -> sa.Column[object]:
    """A column of time."""
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=not (needed or now))


def number() -> sa.Column[int]:
    """The row's own number."""
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def of(table: str, name: str, to: str, on_delete: str) -> sa.ForeignKeyConstraint:
    """A key to another table."""
    key = f"fk_{table}_{name}_{to.removesuffix('.id')}"
    return sa.ForeignKeyConstraint([name], [to], name=key, ondelete=on_delete)


def upgrade() -> None:
    """Nobody has keys or apps so far."""
    op.add_column("users", sa.Column("is_service", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "api_keys",
        number(),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        moment("created_at", now=True),
        moment("last_used_at"),
        moment("expires_at", needed=True),
        moment("revoked_at"),
        sa.CheckConstraint(LADDER, name=op.f("ck_api_keys_level_is_on_the_ladder")),
        of("api_keys", "user_id", "users.id", "CASCADE"),
        of("api_keys", "created_by_id", "users.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
    )
    op.create_index(op.f("ix_api_keys_user_id"), "api_keys", ["user_id"])
    _apps()
    _codes()


def _apps() -> None:
    op.create_table(
        "oauth_apps",
        number(),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("redirect_uris", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=True),
        moment("disabled_at"),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        moment("created_at", now=True),
        moment("updated_at", now=True),
        sa.CheckConstraint(LADDER, name=op.f("ck_oauth_apps_level_is_on_the_ladder")),
        of("oauth_apps", "created_by_id", "users.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_apps")),
        sa.UniqueConstraint("client_id", name=op.f("uq_oauth_apps_client_id")),
    )
    op.add_column("sessions", sa.Column("app_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_sessions_app_id_oauth_apps"),
        "sessions",
        "oauth_apps",
        ["app_id"],
        ["id"],
        ondelete="CASCADE",
    )
    where = sa.text("app_id is not null")
    op.create_index(op.f("ix_sessions_app_id"), "sessions", ["app_id"], postgresql_where=where)
    op.create_table(
        "app_consents",
        number(),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("app_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        moment("given_at", now=True),
        of("app_consents", "user_id", "users.id", "CASCADE"),
        of("app_consents", "app_id", "oauth_apps.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_consents")),
        sa.UniqueConstraint("user_id", "app_id", name=op.f("uq_app_consents_user_id_app_id")),
    )
    op.create_index(op.f("ix_app_consents_app_id"), "app_consents", ["app_id"])


def _codes() -> None:
    op.create_table(
        "authorization_codes",
        number(),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("app_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("grant_id", sa.BigInteger(), nullable=True),
        sa.Column("redirect_uri", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        moment("created_at", now=True),
        moment("expires_at", needed=True),
        moment("used_at"),
        of("authorization_codes", "app_id", "oauth_apps.id", "CASCADE"),
        of("authorization_codes", "user_id", "users.id", "CASCADE"),
        of("authorization_codes", "session_id", "sessions.id", "CASCADE"),
        of("authorization_codes", "grant_id", "sessions.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorization_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_authorization_codes_code_hash")),
    )
    for column in ("app_id", "user_id", "session_id", "grant_id", "expires_at"):
        op.create_index(op.f(f"ix_authorization_codes_{column}"), "authorization_codes", [column])


def downgrade() -> None:
    """Forget keys, apps, and who is a program."""
    op.drop_table("authorization_codes")
    op.drop_table("app_consents")
    op.drop_column("sessions", "app_id")
    op.drop_table("oauth_apps")
    op.drop_table("api_keys")
    op.drop_column("users", "is_service")
