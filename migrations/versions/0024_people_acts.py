"""Merges of accounts, and accounts whose owner was forgotten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("users", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_users_merged_into_id", "users", "users", ["merged_into_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index("ix_users_merged_into_id", "users", ["merged_into_id"])
    op.add_column("users", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    accounts = [("into_id", "CASCADE"), ("merged_id", "CASCADE"), ("merged_by_id", "SET NULL")]
    op.create_table(
        "user_merges",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("into_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_by_id", sa.BigInteger(), nullable=True),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=f"fk_user_merges_{name}", ondelete=ends)
            for name, ends in accounts
        ),
        sa.PrimaryKeyConstraint("id", name="pk_user_merges"),
    )
    for name, _ in accounts:
        op.create_index(f"ix_user_merges_{name}", "user_merges", [name])
    op.create_table(
        "data_exports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("ordered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_data_exports_user_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["users.id"], name="fk_data_exports_ordered_by_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name="fk_data_exports_file_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_data_exports"),
    )
    for name in ("user_id", "ordered_by_id", "file_id"):
        op.create_index(f"ix_data_exports_{name}", "data_exports", [name])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("data_exports")
    op.drop_table("user_merges")
    op.drop_constraint("fk_users_merged_into_id", "users", type_="foreignkey")
    op.drop_index("ix_users_merged_into_id", table_name="users")
    op.drop_column("users", "erased_at")
    op.drop_column("users", "merged_into_id")
