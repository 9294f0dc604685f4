"""The name by which a mailbox's folder was opened: another account's folder has other mails."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema; waits at most 5 s for a lock, so that a migration never blocks the service."""
    op.execute("set local lock_timeout = '5s'")
    op.add_column("mailbox_pollings", sa.Column("account", sa.String(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("mailbox_pollings", "account")
