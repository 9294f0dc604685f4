"""People who wait to be let in, and what they wrote."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = "'reply', 'receipt', 'notice', 'claim', 'reset', 'verify', 'invitation', 'ticket_link'"
FATES = "'waiting', 'accepted', 'refused', 'held', 'unreadable', 'ignored'"
NOW = sa.text("now()")


def _known(table: str, column: str, values: str) -> None:
    name = f"ck_{table}_{column}_is_known"
    op.execute(f"alter table {table} drop constraint {name}")
    op.execute(f"alter table {table} add constraint {name} check ({column} in ({values})) not valid")
    op.execute(f"alter table {table} validate constraint {name}")


def upgrade() -> None:
    """Add them."""
    op.add_column("users", sa.Column("waits_for", sa.String(), nullable=True))
    known = "waits_for in ('verification', 'approval', 'refused')"
    op.create_check_constraint("ck_users_waits_for_is_known", "users", known)
    op.create_index("ix_users_waits_for", "users", ["id"], postgresql_where=sa.text("waits_for is not null"))
    op.create_table(
        "kept_submissions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choices", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("file_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_kept_submissions_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_kept_submissions"),
        sa.UniqueConstraint("reference", name="uq_kept_submissions_reference"),
    )
    op.create_index("ix_kept_submissions_user_id", "kept_submissions", ["user_id"])
    _known("outgoing_mails", "kind", f"{KINDS}, 'registration', 'add_address'")
    _known("inbound_mails", "fate", f"{FATES}, 'unknown_sender'")


def downgrade() -> None:
    """Take them away."""
    op.execute("update inbound_mails set fate = 'held' where fate = 'unknown_sender'")
    op.execute("delete from outgoing_mails where kind in ('registration', 'add_address')")
    _known("inbound_mails", "fate", FATES)
    _known("outgoing_mails", "kind", KINDS)
    op.drop_table("kept_submissions")
    op.drop_index("ix_users_waits_for", table_name="users")
    op.drop_constraint("ck_users_waits_for_is_known", "users")
    op.drop_column("users", "waits_for")
