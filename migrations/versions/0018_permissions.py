"""Agents hold permissions, by group and one by one; departments nest, and access to them has two kinds.

Whoever is an agent or admin already holds everything, as before.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KNOWN_ACCESS = "access in ('full', 'assign')"
TEAM = sa.text("team_id is not null")


def number() -> sa.Column[int]:
    """The row's own number."""
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def yes_or_no(name: str, default: str) -> sa.Column[bool]:
    """A column that is true or false."""
    return sa.Column(name, sa.Boolean(), server_default=sa.text(default), nullable=False)


def text_with(name: str, default: str) -> sa.Column[str]:
    """A column of words with a default."""
    return sa.Column(name, sa.String(), server_default=sa.text(default), nullable=False)


def version() -> sa.Column[int]:
    """A count of changes."""
    return sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False)


def restrictions() -> list[sa.Column[Any]]:
    """What cuts down, for a group or an agent."""
    return [
        sa.Column("addresses", postgresql.ARRAY(postgresql.CIDR()), server_default="{}", nullable=False),
        yes_or_no("second_factor_required", "false"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("records_an_hour", sa.BigInteger(), nullable=True),
    ]


def of(table: str, name: str, to: str) -> list[sa.Column[int] | sa.ForeignKeyConstraint]:
    """A column that is a key to another table, whose rows take this one with them."""
    key = sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE")
    return [sa.Column(name, sa.BigInteger(), nullable=False), key]


def pairs(table: str, *keys: tuple[str, str], more: list[sa.Column[Any]] | None = None) -> None:
    """A table that joins things."""
    parts = [part for name, to in keys for part in of(table, name, to)]
    names = [name for name, _ in keys]
    extra = list(more or [])
    if extra and extra[0].name == "permission":
        names.append("permission")
    checks = [sa.CheckConstraint(KNOWN_ACCESS, name=op.f(f"ck_{table}_access_is_known"))]
    op.create_table(
        table,
        *parts,
        *extra,
        *(checks if any(column.name == "access" for column in extra) else []),
        sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}")),
    )
    if len(keys) > 1:
        op.create_index(op.f(f"ix_{table}_{keys[1][0]}"), table, [keys[1][0]])


def upgrade() -> None:
    """Make the two built-in groups, and put everybody who works here into the one that holds all."""
    _groups()
    _departments()
    pairs("ticket_grants", ("ticket_id", "tickets.id"), ("user_id", "users.id"))
    op.create_index("ix_tickets_assignee_department", "tickets", ["assignee_id", "department_id"])
    op.create_index(
        "ix_tickets_team_department", "tickets", ["team_id", "department_id"], postgresql_where=TEAM
    )
    op.execute(
        "insert into agent_groups (name, kind)"
        " values ('All permissions', 'all'), ('All non-destructive', 'safe')"
    )
    op.execute(
        "insert into agent_group_permissions (group_id, permission)"
        " select id, case kind when 'all' then '*' else '*safe' end from agent_groups"
    )
    op.execute(
        "insert into agent_group_members (user_id, group_id)"
        " select users.id, agent_groups.id from users, agent_groups"
        " where users.level >= 2 and agent_groups.kind = 'all'"
    )


def _groups() -> None:
    op.create_table(
        "agent_groups",
        number(),
        sa.Column("name", sa.String(), nullable=False),
        text_with("kind", "'own'"),
        version(),
        *restrictions(),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind in ('all', 'safe', 'own')", name=op.f("ck_agent_groups_kind_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_groups")),
    )
    op.create_index("uq_agent_groups_name", "agent_groups", [sa.text("lower(name)")], unique=True)
    op.create_index(
        "uq_agent_groups_built_in",
        "agent_groups",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("kind <> 'own'"),
    )
    permission: sa.Column[Any] = sa.Column("permission", sa.String(), nullable=False)
    pairs("agent_group_permissions", ("group_id", "agent_groups.id"), more=[permission])
    pairs("agent_group_members", ("user_id", "users.id"), ("group_id", "agent_groups.id"))
    access: list[sa.Column[Any]] = [text_with("access", "'full'"), yes_or_no("with_children", "false")]
    pairs(
        "agent_group_departments",
        ("group_id", "agent_groups.id"),
        ("department_id", "departments.id"),
        more=access,
    )
    pairs(
        "agent_permissions",
        ("user_id", "users.id"),
        more=[sa.Column("permission", sa.String(), nullable=False)],
    )
    op.create_table(
        "agent_terms",
        *of("agent_terms", "user_id", "users.id"),
        version(),
        sa.Column("out_of_office_until", sa.Date(), nullable=True),
        *restrictions(),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_agent_terms")),
    )


def _departments() -> None:
    op.add_column("department_access", text_with("access", "'full'"))
    op.add_column("department_access", yes_or_no("with_children", "false"))
    op.create_check_constraint(
        op.f("ck_department_access_access_is_known"), "department_access", KNOWN_ACCESS
    )
    op.add_column("departments", sa.Column("parent_id", sa.BigInteger(), nullable=True))
    op.add_column("departments", yes_or_no("for_tickets", "true"))
    op.add_column("departments", yes_or_no("for_chat", "false"))
    op.add_column("departments", yes_or_no("is_public", "true"))
    op.add_column("departments", version())
    op.create_foreign_key(
        op.f("fk_departments_parent_id"), "departments", "departments", ["parent_id"], ["id"]
    )
    op.create_index(op.f("ix_departments_parent_id"), "departments", ["parent_id"])
    pairs("department_ancestors", ("ancestor_id", "departments.id"), ("department_id", "departments.id"))


def downgrade() -> None:
    """Take them away; access to move only is lost."""
    op.drop_index("ix_tickets_team_department", table_name="tickets")
    op.drop_index("ix_tickets_assignee_department", table_name="tickets")
    op.drop_table("department_ancestors")
    op.drop_index(op.f("ix_departments_parent_id"), table_name="departments")
    for name in ("version", "is_public", "for_chat", "for_tickets", "parent_id"):
        op.drop_column("departments", name)
    op.drop_constraint(op.f("ck_department_access_access_is_known"), "department_access")
    op.execute("delete from department_access where access <> 'full'")
    for name in ("with_children", "access"):
        op.drop_column("department_access", name)
    for name in (
        "ticket_grants",
        "agent_terms",
        "agent_permissions",
        "agent_group_departments",
        "agent_group_members",
        "agent_group_permissions",
        "agent_groups",
    ):
        op.drop_table(name)
