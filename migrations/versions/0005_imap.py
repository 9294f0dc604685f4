"""Mail on IMAP servers: where a mailbox's mail lies, and how its polling stands."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_mailboxes_imap_security_is_known": "imap_security in ('tls', 'starttls', 'none')",
    "ck_mailboxes_imap_after_is_known": "imap_after in ('leave', 'seen', 'move', 'delete')",
}


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    op.add_column("mailboxes", sa.Column("imap_host", sa.String(), nullable=True))
    op.add_column("mailboxes", sa.Column("imap_port", sa.BigInteger(), nullable=True))
    op.add_column("mailboxes", sa.Column("imap_security", sa.String(), nullable=True))
    op.add_column("mailboxes", sa.Column("imap_username", sa.String(), nullable=True))
    op.add_column("mailboxes", sa.Column("imap_password_sealed", sa.LargeBinary(), nullable=True))
    op.add_column(
        "mailboxes", sa.Column("imap_private", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column(
        "mailboxes", sa.Column("imap_folder", sa.String(), server_default=sa.text("'INBOX'"), nullable=False)
    )
    op.add_column(
        "mailboxes", sa.Column("imap_after", sa.String(), server_default=sa.text("'seen'"), nullable=False)
    )
    op.add_column("mailboxes", sa.Column("imap_move_to", sa.String(), nullable=True))
    op.add_column(
        "mailboxes", sa.Column("imap_existing", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(name), "mailboxes", condition)
    op.create_table(
        "mailbox_pollings",
        sa.Column("mailbox_id", sa.BigInteger(), nullable=False),
        sa.Column("lease_number", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("last_uid", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("rereading_to", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "unsettled", postgresql.ARRAY(sa.BigInteger()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "postponed",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("live", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("failures", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("mails_taken", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailbox_id"],
            ["mailboxes.id"],
            name=op.f("fk_mailbox_pollings_mailbox_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mailbox_id", name=op.f("pk_mailbox_pollings")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("mailbox_pollings")
    for name in CHECKS:
        op.drop_constraint(op.f(name), "mailboxes")
    op.drop_column("mailboxes", "imap_existing")
    op.drop_column("mailboxes", "imap_move_to")
    op.drop_column("mailboxes", "imap_after")
    op.drop_column("mailboxes", "imap_folder")
    op.drop_column("mailboxes", "imap_private")
    op.drop_column("mailboxes", "imap_password_sealed")
    op.drop_column("mailboxes", "imap_username")
    op.drop_column("mailboxes", "imap_security")
    op.drop_column("mailboxes", "imap_port")
    op.drop_column("mailboxes", "imap_host")
