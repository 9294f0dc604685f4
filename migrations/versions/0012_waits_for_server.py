"""A mail that no server was there to hear of says so: it is tried as soon as one is."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mails that are deferred now wait as long as they would have."""
    op.add_column(
        "outgoing_mails",
        sa.Column("waits_for_server", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


def downgrade() -> None:
    """Forget which wait for a server."""
    op.drop_column("outgoing_mails", "waits_for_server")
