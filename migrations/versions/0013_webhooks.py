"""Webhooks, what is delivered to them, and each attempt at it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
OPEN = sa.text("state not in ('delivered', 'failed')")


def upgrade() -> None:
    """Change the schema; nothing that is there is touched."""
    op.execute("set local lock_timeout = '5s'")
    _webhooks()
    _deliveries()
    _attempts()


def _moment(name: str, *, now: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=NOW if now else None, nullable=not now)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        _id(),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("event_types", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret_sealed", sa.LargeBinary(), nullable=True),
        _moment("rotation_ends_at"),
        _moment("failing_since"),
        sa.Column("failures", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _moment("next_at", now=True),
        _moment("paused_at"),
        sa.Column("pause_reason", sa.String(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        _moment("created_at", now=True),
        _moment("updated_at", now=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )


def _deliveries() -> None:
    table = "webhook_deliveries"
    op.create_table(
        table,
        _id(),
        sa.Column("webhook_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        _moment("next_at", now=True),
        _moment("first_tried_at"),
        _moment("created_at", now=True),
        _moment("ended_at"),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'waiting', 'delivered', 'failed')",
            name=op.f("ck_webhook_deliveries_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(
        "uq_webhook_deliveries_webhook_id_event_id",
        table,
        ["webhook_id", "event_id"],
        unique=True,
        postgresql_where=sa.text("event_id is not null"),
    )
    op.create_index("ix_webhook_deliveries_webhook_id_id", table, ["webhook_id", "id"])
    op.create_index(
        "ix_webhook_deliveries_due", table, ["webhook_id", "next_at", "id"], postgresql_where=OPEN
    )
    op.create_index(
        "ix_webhook_deliveries_open_of_ticket",
        table,
        ["webhook_id", "ticket_id", "event_id"],
        postgresql_where=OPEN,
    )
    op.create_index("ix_webhook_deliveries_created_at", table, ["created_at"])


def _attempts() -> None:
    op.create_table(
        "webhook_attempts",
        _id(),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["webhook_deliveries.id"],
            name=op.f("fk_webhook_attempts_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempts")),
    )
    op.create_index("ix_webhook_attempts_delivery_id_id", "webhook_attempts", ["delivery_id", "id"])


def downgrade() -> None:
    """Forget all webhooks."""
    for name in ("webhook_attempts", "webhook_deliveries", "webhooks"):
        op.drop_table(name)
