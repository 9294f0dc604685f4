"""Tests in which a mailbox sends a mail to itself."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "mail_self_tests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("mailbox_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'connecting'"), nullable=False),
        sa.Column("obstacle", sa.String(), nullable=True),
        sa.Column("says", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("standing", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('connecting', 'sent', 'found', 'failed')",
            name=op.f("ck_mail_self_tests_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_mail_self_tests_mailbox_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_self_tests")),
    )
    op.create_index("ix_mail_self_tests_mailbox_id_id", "mail_self_tests", ["mailbox_id", "id"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("mail_self_tests")
