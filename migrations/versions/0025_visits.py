"""Agents who are signed in as customers: their visits, and both names in the log."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
POINTS_TO = {
    "user_id": ("users.id", "CASCADE"),
    "agent_id": ("users.id", "CASCADE"),
    "session_id": ("sessions.id", "SET NULL"),
    "agent_session_id": ("sessions.id", "SET NULL"),
}


def upgrade() -> None:
    """Add them."""
    op.add_column("events", sa.Column("behind_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "visits",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("agent_session_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [there], name=f"fk_visits_{name}", ondelete=ends)
            for name, (there, ends) in POINTS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("session_id", name="uq_visits_session_id"),
    )
    for name in ("user_id", "agent_id", "agent_session_id"):
        op.create_index(f"ix_visits_{name}", "visits", [name])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("visits")
    op.drop_column("events", "behind_id")
