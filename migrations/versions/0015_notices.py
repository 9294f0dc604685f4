"""Agents are told by mail, if they want; what is solved each day is found by its own index."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KINDS = ("reply", "receipt", "claim", "reset", "verify", "invitation", "ticket_link")


def _allow(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_outgoing_mails_kind_is_known"), "outgoing_mails", type_="check")
    op.create_check_constraint(
        op.f("ck_outgoing_mails_kind_is_known"), "outgoing_mails", f"kind in ({named})"
    )


def upgrade() -> None:
    """Nobody has chosen yet: assignments are mailed, messages are not."""
    op.create_table(
        "notification_settings",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("mail_on_assignment", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("mail_on_message", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_notification_settings_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_settings")),
    )
    _allow("reply", "receipt", "notice", *KINDS[2:])
    op.create_index(
        "ix_events_status_changed_at",
        "events",
        ["at"],
        postgresql_where=sa.text("type = 'ticket.status_changed'"),
    )


def downgrade() -> None:
    """Forget notices and choices."""
    op.drop_index("ix_events_status_changed_at", table_name="events")
    op.execute("delete from outgoing_mails where kind = 'notice'")
    _allow(*KINDS)
    op.drop_table("notification_settings")
