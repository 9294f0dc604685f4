"""A message keeps what of it is neither quoted history nor signature, so that screens fold the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty for messages that were taken in before: they are shown whole."""
    op.add_column("messages", sa.Column("reply_html", sa.String(), nullable=True))


def downgrade() -> None:
    """Show everything whole again."""
    op.drop_column("messages", "reply_html")
