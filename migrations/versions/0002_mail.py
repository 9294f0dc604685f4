"""Mail: mailboxes, what came in and what became of it, known Message-IDs, bounces, copied addresses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "mailboxes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("priority_id", sa.BigInteger(), nullable=True),
        sa.Column("type_id", sa.BigInteger(), nullable=True),
        sa.Column("closing_html", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.String(), server_default=sa.text("'en'"), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "trusted_servers", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("smtp_host", sa.String(), nullable=True),
        sa.Column("smtp_port", sa.BigInteger(), nullable=True),
        sa.Column("smtp_security", sa.String(), nullable=True),
        sa.Column("smtp_username", sa.String(), nullable=True),
        sa.Column("smtp_password_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("smtp_private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "smtp_security in ('tls', 'starttls', 'none')", name=op.f("ck_mailboxes_smtp_security_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_mailboxes_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priorities.id"], name=op.f("fk_mailboxes_priority_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["ticket_types.id"], name=op.f("fk_mailboxes_type_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailboxes")),
    )
    op.create_index(op.f("ix_mailboxes_department_id"), "mailboxes", ["department_id"], unique=False)
    op.create_index(op.f("ix_mailboxes_priority_id"), "mailboxes", ["priority_id"], unique=False)
    op.create_index(op.f("ix_mailboxes_type_id"), "mailboxes", ["type_id"], unique=False)
    op.create_index("uq_mailboxes_address", "mailboxes", [sa.literal_column("lower(address)")], unique=True)
    op.create_table(
        "known_mails",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("internet_id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("outgoing", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_known_mails_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_mails")),
    )
    op.create_index("ix_known_mails_ticket_id_id", "known_mails", ["ticket_id", "id"], unique=False)
    op.create_index(
        "uq_known_mails_internet_id_ticket_id", "known_mails", ["internet_id", "ticket_id"], unique=True
    )
    op.create_table(
        "ticket_copies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_copies_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_copies")),
    )
    op.create_index(
        "uq_ticket_copies_address",
        "ticket_copies",
        ["ticket_id", sa.literal_column("lower(address)")],
        unique=True,
    )
    op.create_table(
        "inbound_mails",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("mailbox_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipients", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("client", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("helo", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("uid", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("duplicates", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("fate", sa.String(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("address", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("reply_to", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("subject", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("internet_id", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("verdict", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("notes", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("automatic", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("answerable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("threaded_by", sa.String(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "maybe_related", postgresql.ARRAY(sa.BigInteger()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.CheckConstraint(
            "fate in ('waiting', 'accepted', 'refused', 'held', 'unreadable')",
            name=op.f("ck_inbound_mails_fate_is_known"),
        ),
        sa.CheckConstraint(
            "source in ('smtp', 'lmtp', 'imap')", name=op.f("ck_inbound_mails_source_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_inbound_mails_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_inbound_mails_mailbox_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_inbound_mails_message_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_inbound_mails_ticket_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_inbound_mails_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mails")),
        sa.UniqueConstraint("mailbox_id", "sha256", name=op.f("uq_inbound_mails_mailbox_id_sha256")),
        sa.UniqueConstraint("message_id", name=op.f("uq_inbound_mails_message_id")),
    )
    op.create_index(
        "ix_inbound_mails_address", "inbound_mails", [sa.literal_column("lower(address)"), "id"], unique=False
    )
    op.create_index(
        "ix_inbound_mails_address_trgm",
        "inbound_mails",
        ["address"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"address": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_inbound_mails_department_id"), "inbound_mails", ["department_id"], unique=False)
    op.create_index("ix_inbound_mails_fate_id", "inbound_mails", ["fate", "id"], unique=False)
    op.create_index(
        "ix_inbound_mails_subject_trgm",
        "inbound_mails",
        ["subject"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"subject": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_inbound_mails_ticket_id",
        "inbound_mails",
        ["ticket_id"],
        unique=False,
        postgresql_where=sa.text("ticket_id is not null"),
    )
    op.create_index(op.f("ix_inbound_mails_user_id"), "inbound_mails", ["user_id"], unique=False)
    op.create_index(
        "ix_inbound_mails_waiting",
        "inbound_mails",
        ["id"],
        unique=False,
        postgresql_where=sa.text("fate = 'waiting'"),
    )
    op.create_table(
        "inbound_contents",
        sa.Column("inbound_mail_id", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_mail_id"],
            ["inbound_mails.id"],
            name=op.f("fk_inbound_contents_inbound_mail_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("inbound_mail_id", name=op.f("pk_inbound_contents")),
    )
    op.create_table(
        "mail_bounces",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("inbound_mail_id", sa.BigInteger(), nullable=False),
        sa.Column("mail_id", sa.BigInteger(), nullable=True),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("diagnostic", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_mail_id"],
            ["inbound_mails.id"],
            name=op.f("fk_mail_bounces_inbound_mail_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_mail_bounces_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_bounces")),
    )
    op.create_index(
        op.f("ix_mail_bounces_inbound_mail_id"), "mail_bounces", ["inbound_mail_id"], unique=False
    )
    op.create_index(op.f("ix_mail_bounces_mail_id"), "mail_bounces", ["mail_id"], unique=False)
    op.create_index(op.f("ix_mail_bounces_ticket_id"), "mail_bounces", ["ticket_id"], unique=False)
    op.add_column("tickets", sa.Column("continues_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_tickets_continues_id"), "tickets", ["continues_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_tickets_continues_id"), "tickets", "tickets", ["continues_id"], ["id"], ondelete="SET NULL"
    )
    op.alter_column("user_addresses", "user_id", existing_type=sa.BIGINT(), nullable=True)


def downgrade() -> None:
    """Undo it; reserved addresses are nobody's, so they go with the mailboxes."""
    for table in (
        "mail_bounces",
        "inbound_contents",
        "inbound_mails",
        "ticket_copies",
        "known_mails",
        "mailboxes",
    ):
        op.drop_table(table)
    op.drop_column("tickets", "continues_id")
    op.execute("delete from user_addresses where user_id is null")
    op.alter_column("user_addresses", "user_id", existing_type=sa.BIGINT(), nullable=False)
