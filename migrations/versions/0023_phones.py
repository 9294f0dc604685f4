"""Telephone numbers of people."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "user_phones",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_phones_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_user_phones"),
        sa.UniqueConstraint("user_id", "number", name="uq_user_phones_user_id_number"),
    )
    primary = sa.text("is_primary")
    op.create_index(
        "uq_user_phones_primary", "user_phones", ["user_id"], unique=True, postgresql_where=primary
    )
    op.create_index("ix_user_phones_number", "user_phones", ["number"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("user_phones")
