"""Parser rules, bans, limits of mailboxes, hints between tickets, and what the ledger says of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IDS = postgresql.ARRAY(sa.BigInteger())
FATES = "'waiting', 'accepted', 'refused', 'held', 'unreadable'"


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    _rules()
    _bans()
    _replays()
    op.create_table(
        "ticket_hints",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("related_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_hints_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["related_id"], ["tickets.id"], name=op.f("fk_ticket_hints_related_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "related_id", name=op.f("pk_ticket_hints")),
    )
    op.create_index(op.f("ix_ticket_hints_related_id"), "ticket_hints", ["related_id"])
    op.add_column("mailboxes", sa.Column("size_limit", sa.BigInteger(), nullable=True))
    _ledger()


def _moments() -> list[sa.Column[Any]]:
    now = sa.text("now()")
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=now, nullable=False)
        for name in ("created_at", "updated_at")
    ]


def _rules() -> None:
    chosen = {"department_id": "departments", "priority_id": "priorities", "type_id": "ticket_types"}
    no = sa.text("false")
    op.create_table(
        "mail_rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("needs", sa.String(), server_default=sa.text("'all'"), nullable=False),
        sa.Column("conditions", postgresql.JSONB(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in chosen),
        sa.Column("label_ids", IDS, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("follower_ids", IDS, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("automatic", sa.Boolean(), server_default=no, nullable=False),
        sa.Column("stop", sa.Boolean(), server_default=no, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        *_moments(),
        sa.CheckConstraint("phase in ('before', 'after')", name=op.f("ck_mail_rules_phase_is_known")),
        sa.CheckConstraint("needs in ('all', 'any')", name=op.f("ck_mail_rules_needs_is_known")),
        sa.CheckConstraint(
            "decision in ('refuse', 'hold', 'ignore')", name=op.f("ck_mail_rules_decision_is_known")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_mail_rules_{name}"), ondelete="SET NULL"
            )
            for name, table in chosen.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_rules")),
    )
    for name in chosen:
        op.create_index(op.f(f"ix_mail_rules_{name}"), "mail_rules", [name])


def _bans() -> None:
    op.create_table(
        "mail_bans",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        *_moments(),
        sa.CheckConstraint(
            "kind in ('address', 'domain', 'network')", name=op.f("ck_mail_bans_kind_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_bans")),
        sa.UniqueConstraint("kind", "value", name=op.f("uq_mail_bans_kind_value")),
    )


def _replays() -> None:
    op.create_table(
        "inbound_replays",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ordered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("mails", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"],
            ["users.id"],
            name=op.f("fk_inbound_replays_ordered_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_replays")),
    )
    op.create_index(op.f("ix_inbound_replays_ordered_by_id"), "inbound_replays", ["ordered_by_id"])


def _ledger() -> None:
    table = "inbound_mails"
    op.add_column(table, sa.Column("rule_ids", IDS, server_default=sa.text("'{}'"), nullable=False))
    op.add_column(table, sa.Column("ban_id", sa.BigInteger(), nullable=True))
    op.add_column(table, sa.Column("replay_id", sa.BigInteger(), nullable=True))
    for name, other in (("ban_id", "mail_bans"), ("replay_id", "inbound_replays")):
        op.create_foreign_key(
            op.f(f"fk_inbound_mails_{name}"), table, other, [name], ["id"], ondelete="SET NULL"
        )
        where = sa.text(f"{name} is not null")
        op.create_index(f"ix_inbound_mails_{name}", table, [name], postgresql_where=where)
    op.create_index(
        "ix_inbound_mails_rule_ids",
        table,
        ["rule_ids"],
        postgresql_using="gin",
        postgresql_where=sa.text("rule_ids <> '{}'"),
    )
    op.create_index(
        "ix_inbound_mails_internet_id",
        table,
        ["internet_id"],
        postgresql_where=sa.text("internet_id <> ''"),
    )
    op.drop_constraint(op.f("ck_inbound_mails_fate_is_known"), table, type_="check")
    op.create_check_constraint(op.f("ck_inbound_mails_fate_is_known"), table, f"fate in ({FATES}, 'ignored')")


def downgrade() -> None:
    """Undo it; what was ignored counts as refused."""
    table = "inbound_mails"
    op.execute(f"update {table} set fate = 'refused' where fate = 'ignored'")
    op.drop_constraint(op.f("ck_inbound_mails_fate_is_known"), table, type_="check")
    op.create_check_constraint(op.f("ck_inbound_mails_fate_is_known"), table, f"fate in ({FATES})")
    op.drop_index("ix_inbound_mails_internet_id", table)
    for name in ("rule_ids", "ban_id", "replay_id"):
        op.drop_column(table, name)
    op.drop_column("mailboxes", "size_limit")
    for name in ("ticket_hints", "inbound_replays", "mail_bans", "mail_rules"):
        op.drop_table(name)
