"""User groups, what they may do, and who is in them; which groups may choose what a ticket is sorted by.

*Everyone* and *Registered* are granted what everybody could do before, so that nothing stops.
"""

from itertools import product

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = "kind in ('everyone', 'registered', 'own')"
CONTENT = ("articles", "news", "downloads", "guides")
EVERYONE = (
    "support_center.enter",
    "tickets.submit",
    "tickets.submit_by_email",
    "tickets.reopen",
    "tickets.close",
    "tickets.receive_autoresponse",
    "chat.start",
    *(f"{kind}.{act}" for kind, act in product(CONTENT, ("view", "rate"))),
    "news.subscribe",
    "troubleshooter.use",
    "community.view",
)
REGISTERED = (
    "calls.start",
    *(f"{kind}.comment" for kind in CONTENT),
    "community.post",
    "community.comment",
    "community.vote",
)
AUDIENCES = (
    ("department_audiences", "department_id", "departments"),
    ("ticket_type_audiences", "ticket_type_id", "ticket_types"),
    ("priority_audiences", "priority_id", "priorities"),
)


def _group(table: str, on_delete: str | None) -> sa.ForeignKeyConstraint:
    key = f"fk_{table}_group_id_user_groups"
    return sa.ForeignKeyConstraint(["group_id"], ["user_groups.id"], name=key, ondelete=on_delete)


def upgrade() -> None:
    """Make them, with the two that are built in."""
    _groups()
    op.create_table(
        "user_group_permissions",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("permission", sa.String(), nullable=False),
        _group("user_group_permissions", "CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "permission", name=op.f("pk_user_group_permissions")),
    )
    op.create_table(
        "user_group_members",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _group("user_group_members", "CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_group_members_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_user_group_members")),
    )
    op.create_index(op.f("ix_user_group_members_user_id"), "user_group_members", ["user_id"])
    for audience in AUDIENCES:
        _audience(*audience)
    _built_in()


def _groups() -> None:
    op.create_table(
        "user_groups",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), server_default=sa.text("'own'"), nullable=False),
        sa.Column("rule", postgresql.JSONB(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_user_groups_kind_is_known")),
        sa.CheckConstraint("rule is null or kind = 'own'", name=op.f("ck_user_groups_built_in_has_no_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_groups")),
    )
    op.create_index("uq_user_groups_name", "user_groups", [sa.text("lower(name)")], unique=True)
    op.create_index(
        "uq_user_groups_kind",
        "user_groups",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("kind <> 'own'"),
    )


def _audience(table: str, column: str, of: str) -> None:
    op.create_table(
        table,
        sa.Column(column, sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            [column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"), ondelete="CASCADE"
        ),
        _group(table, None),
        sa.PrimaryKeyConstraint(column, "group_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_group_id"), table, ["group_id"])


def _built_in() -> None:
    op.execute(
        "insert into user_groups (name, kind) values ('Everyone', 'everyone'), ('Registered', 'registered')"
    )
    for kind, permissions in (("everyone", EVERYONE), ("registered", REGISTERED)):
        named = ", ".join(f"('{each}')" for each in permissions)
        op.execute(
            "insert into user_group_permissions (group_id, permission) "
            f"select id, permission from user_groups cross join (values {named}) as named (permission) "
            f"where kind = '{kind}'"
        )


def downgrade() -> None:
    """Take them away; everybody may what they could before."""
    for table, _, _ in AUDIENCES:
        op.drop_table(table)
    for table in ("user_group_members", "user_group_permissions", "user_groups"):
        op.drop_table(table)
