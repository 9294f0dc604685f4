"""Who has an address at the domains of an organization is found by an index."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    op.execute("create index ix_user_addresses_domains on user_addresses using gin (parent_domains(address))")


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_user_addresses_domains", table_name="user_addresses")
