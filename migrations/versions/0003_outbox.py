"""The outbox: mails that go out, whom they go to, and their bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "outgoing_mails",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient_class", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("mailbox_id", sa.BigInteger(), nullable=True),
        sa.Column("ordered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("correspondent", sa.String(), nullable=True),
        sa.Column("state", sa.String(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("internet_id", sa.String(), nullable=True),
        sa.Column("mail_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_path", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("subject", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('reply', 'receipt', 'claim', 'reset', 'verify', 'invitation', 'ticket_link')",
            name=op.f("ck_outgoing_mails_kind_is_known"),
        ),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'accepted', 'deferred', 'failed', 'uncertain')",
            name=op.f("ck_outgoing_mails_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_outgoing_mails_mailbox_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_outgoing_mails_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["users.id"], name=op.f("fk_outgoing_mails_ordered_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_outgoing_mails_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_outgoing_mails_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mails")),
        sa.UniqueConstraint("internet_id", name=op.f("uq_outgoing_mails_internet_id")),
    )
    op.create_index(
        "ix_outgoing_mails_correspondent",
        "outgoing_mails",
        ["correspondent", "created_at"],
        unique=False,
        postgresql_where=sa.text("correspondent is not null"),
    )
    op.create_index(
        "ix_outgoing_mails_due",
        "outgoing_mails",
        ["next_at", "id"],
        unique=False,
        postgresql_where=sa.text("state in ('queued', 'deferred')"),
    )
    op.create_index(
        "ix_outgoing_mails_leased",
        "outgoing_mails",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(op.f("ix_outgoing_mails_mailbox_id"), "outgoing_mails", ["mailbox_id"], unique=False)
    op.create_index(
        op.f("ix_outgoing_mails_ordered_by_id"), "outgoing_mails", ["ordered_by_id"], unique=False
    )
    op.create_index("ix_outgoing_mails_state_id", "outgoing_mails", ["state", "id"], unique=False)
    op.create_index("ix_outgoing_mails_ticket_id_id", "outgoing_mails", ["ticket_id", "id"], unique=False)
    op.create_index(
        "ix_outgoing_mails_unfixed",
        "outgoing_mails",
        ["id"],
        unique=False,
        postgresql_where=sa.text("internet_id is null and state = 'queued'"),
    )
    op.create_index(op.f("ix_outgoing_mails_user_id"), "outgoing_mails", ["user_id"], unique=False)
    op.create_index(
        "uq_outgoing_mails_message_id_recipient_class",
        "outgoing_mails",
        ["message_id", "recipient_class"],
        unique=True,
        postgresql_where=sa.text("message_id is not null"),
    )
    op.create_table(
        "outgoing_contents",
        sa.Column("mail_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outgoing_mails.id"], name=op.f("fk_outgoing_contents_mail_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_outgoing_contents")),
    )
    op.create_table(
        "outgoing_recipients",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("mail_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("copied", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("queue_id", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_mails.id"],
            name=op.f("fk_outgoing_recipients_mail_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_recipients")),
    )
    op.create_index(
        "ix_outgoing_recipients_address",
        "outgoing_recipients",
        [sa.literal_column("lower(address)"), "mail_id"],
        unique=False,
    )
    op.create_index(
        "uq_outgoing_recipients_mail_id_address",
        "outgoing_recipients",
        ["mail_id", sa.literal_column("lower(address)")],
        unique=True,
    )


def downgrade() -> None:
    """Undo it."""
    for table in ("outgoing_recipients", "outgoing_contents", "outgoing_mails"):
        op.drop_table(table)
