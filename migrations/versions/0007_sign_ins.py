"""Signing in at a provider: app registrations, consents and grants."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KNOWN = "in ('google', 'microsoft')"


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    op.add_column("mailboxes", sa.Column("sign_in_with", sa.String(), nullable=True))
    op.create_check_constraint("sign_in_with_is_known", "mailboxes", f"sign_in_with {KNOWN}")
    op.create_table(
        "mail_apps",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("client_secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"provider {KNOWN}", name=op.f("ck_mail_apps_provider_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_apps")),
        sa.UniqueConstraint("provider", name=op.f("uq_mail_apps_provider")),
    )
    _consents()
    _grants()


def _consents() -> None:
    op.create_table(
        "mail_consents",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("verifier_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("mailbox_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_mail_consents_mailbox_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_mail_consents_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_consents")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_mail_consents_state_hash")),
    )
    op.create_index("ix_mail_consents_mailbox_id", "mail_consents", ["mailbox_id"])
    op.create_index("ix_mail_consents_session_id", "mail_consents", ["session_id"])


def _grants() -> None:
    op.create_table(
        "mail_grants",
        sa.Column("mailbox_id", sa.BigInteger(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("hosts", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("refresh_token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("access_token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("access_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "signed_in_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(f"provider {KNOWN}", name=op.f("ck_mail_grants_provider_is_known")),
        sa.CheckConstraint("state in ('signed_in', 'again')", name=op.f("ck_mail_grants_state_is_known")),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_mail_grants_mailbox_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mailbox_id", name=op.f("pk_mail_grants")),
    )


def downgrade() -> None:
    """Undo it."""
    for table in ("mail_grants", "mail_consents", "mail_apps"):
        op.drop_table(table)
    op.drop_constraint("sign_in_with_is_known", "mailboxes")
    op.drop_column("mailboxes", "sign_in_with")
