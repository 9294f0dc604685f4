"""Settings count their changes, sessions know from where they are used, and the audit list has its indexes.

The indexes leave out what belongs to tickets: that is most of the log, and has an index by ticket.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

AUDITED = sa.text("ticket_id is null")


def upgrade() -> None:
    """Add them."""
    version = sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False)
    op.add_column("settings", version)
    op.add_column("sessions", sa.Column("address", sa.String(), nullable=True))
    op.create_index("ix_events_audit", "events", ["id"], postgresql_where=AUDITED)
    op.create_index("ix_events_actor", "events", ["actor_id", "id"], postgresql_where=AUDITED)
    op.create_index(
        "ix_events_subject", "events", ["subject_type", "subject_id", "id"], postgresql_where=AUDITED
    )


def downgrade() -> None:
    """Take them away."""
    for name in ("ix_events_subject", "ix_events_actor", "ix_events_audit"):
        op.drop_index(name, table_name="events")
    op.drop_column("sessions", "address")
    op.drop_column("settings", "version")
