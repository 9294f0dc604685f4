"""Organizations: whose tickets a customer sees beside their own."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MODES = "'none', 'managers', 'named', 'everyone'"
TABLES = (
    "organization_merges",
    "organization_invitations",
    "organization_removals",
    "organization_members",
    "organization_domains",
    "organizations",
)
PARENT_DOMAINS = """
create function parent_domains(address text) returns text[]
language sql immutable strict parallel safe
as $$
    select array(select array_to_string(parts[place:], '.') from generate_subscripts(parts, 1) as place)
    from (select string_to_array(split_part(lower(address), '@', -1), '.') as parts) as domain
$$
"""


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False)


def _ref(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(name), ondelete=ondelete)


def _moment(name: str, *, null: bool = False, now: bool = False) -> sa.Column[datetime]:
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=null)


def _flag(name: str, default: str = "false") -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text(default), nullable=False)


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    usual = None if default is None else sa.text(f"'{default}'")
    return sa.Column(name, sa.String(), server_default=usual, nullable=False)


def upgrade() -> None:
    """Nobody belongs to any yet, and no ticket does."""
    op.execute(PARENT_DOMAINS)
    _organizations()
    _domains_and_people()
    _invitations_and_merges()
    op.add_column("tickets", sa.Column("organization_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_tickets_organization_id_organizations"),
        "tickets",
        "organizations",
        ["organization_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(
        "ix_tickets_organization_updated",
        "tickets",
        ["organization_id", "updated_at", "id"],
        postgresql_where=sa.text("organization_id is not null"),
    )


def _organizations() -> None:
    table = "organizations"
    op.create_table(
        table,
        _number(),
        _text("name"),
        *(_text(name, "") for name in ("description", "website", "phone", "notes")),
        sa.Column("labels", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        _ref("account_manager_id", null=True),
        _ref("parent_id", null=True),
        _text("see", "managers"),
        _text("reply", "none"),
        _text("close", "none"),
        _flag("private_allowed", "true"),
        _ref("merged_into_id", null=True),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        _moment("created_at", now=True),
        _moment("updated_at", now=True),
        *(
            sa.CheckConstraint(f"{name} in ({MODES})", name=op.f(f"ck_organizations_{name}_is_known"))
            for name in ("see", "reply", "close")
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_organizations_not_its_own_parent")),
        _key(table, "account_manager_id", "users", "SET NULL"),
        _key(table, "parent_id", table, "SET NULL"),
        _key(table, "merged_into_id", table, "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
    )
    standing = sa.text("merged_into_id is null")
    op.create_index(
        "uq_organizations_name", table, [sa.text("lower(name)")], unique=True, postgresql_where=standing
    )
    op.create_index("ix_organizations_name_id", table, ["name", "id"])
    op.create_index("ix_organizations_updated", table, ["updated_at", "id"])
    op.create_index(
        "ix_organizations_name_trgm",
        table,
        ["name"],
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    for column in ("account_manager_id", "parent_id", "merged_into_id"):
        op.create_index(op.f(f"ix_organizations_{column}"), table, [column])


def _domains_and_people() -> None:
    domains, members, removals = "organization_domains", "organization_members", "organization_removals"
    op.create_table(
        domains,
        _number(),
        _ref("organization_id"),
        _text("domain"),
        _text("spelled"),
        _flag("subdomains"),
        _key(domains, "organization_id", "organizations", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_domains")),
        sa.UniqueConstraint("domain", name=op.f("uq_organization_domains_domain")),
    )
    for column in ("organization_id", "spelled"):
        op.create_index(op.f(f"ix_organization_domains_{column}"), domains, [column])
    op.create_table(
        members,
        _ref("organization_id"),
        _ref("user_id"),
        _text("role", "member"),
        _flag("is_default"),
        _flag("named"),
        _moment("manager_until", null=True),
        _flag("follows_new"),
        _moment("created_at", now=True),
        sa.CheckConstraint(
            "role in ('member', 'manager')", name=op.f("ck_organization_members_role_is_known")
        ),
        _key(members, "organization_id", "organizations", "CASCADE"),
        _key(members, "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("organization_id", "user_id", name=op.f("pk_organization_members")),
    )
    op.create_index(
        "uq_organization_members_default",
        members,
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        removals,
        _ref("organization_id"),
        _ref("user_id"),
        _key(removals, "organization_id", "organizations", "CASCADE"),
        _key(removals, "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("organization_id", "user_id", name=op.f("pk_organization_removals")),
    )
    for table in (members, removals):
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"])


def _invitations_and_merges() -> None:
    invitations, merges = "organization_invitations", "organization_merges"
    op.create_table(
        invitations,
        _number(),
        _ref("organization_id"),
        _text("address"),
        _text("name"),
        _ref("invited_by_id", null=True),
        _moment("created_at", now=True),
        _moment("expires_at"),
        _key(invitations, "organization_id", "organizations", "CASCADE"),
        _key(invitations, "invited_by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_invitations")),
    )
    small = sa.text("lower(address)")
    op.create_index(
        "uq_organization_invitations_address", invitations, ["organization_id", small], unique=True
    )
    op.create_index("ix_organization_invitations_lower_address", invitations, [small])
    op.create_index(op.f("ix_organization_invitations_invited_by_id"), invitations, ["invited_by_id"])
    op.create_table(
        merges,
        _number(),
        _ref("source_id"),
        _ref("target_id"),
        sa.Column("moved", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _ref("merged_by_id", null=True),
        _moment("created_at", now=True),
        _moment("undone_at", null=True),
        _key(merges, "source_id", "organizations", "CASCADE"),
        _key(merges, "target_id", "organizations", "CASCADE"),
        _key(merges, "merged_by_id", "users", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_merges")),
    )
    for column in ("source_id", "target_id", "merged_by_id"):
        op.create_index(op.f(f"ix_organization_merges_{column}"), merges, [column])


def downgrade() -> None:
    """Forget them."""
    op.drop_index("ix_tickets_organization_updated", table_name="tickets")
    op.drop_column("tickets", "organization_id")
    for table in TABLES:
        op.drop_table(table)
    op.execute("drop function parent_domains(text)")
