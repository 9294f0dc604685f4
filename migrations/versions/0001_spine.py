"""The spine: accounts, sessions, departments, teams, tickets, messages, files, the event log and the job queue."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

from deskbell.events.models import Xid8

revision = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ()
STATUSES = (
    ("New", "New", "new", "#f08c00"),
    ("Open", "Open", "open", "#e03131"),
    ("Pending", "Waiting for you", "pending", "#1971c2"),
    ("On hold", "On hold", "on_hold", "#6741d9"),
    ("Solved", "Solved", "solved", "#2f9e44"),
    ("Closed", "Closed", "closed", "#495057"),
)
PRIORITIES = (
    ("Urgent", "#e03131", 40),
    ("High", "#f08c00", 30),
    ("Normal", "#1971c2", 20),
    ("Low", "#868e96", 10),
)
TYPES = ("Question", "Problem", "Task")
FIRST_YEAR, LAST_YEAR = 2024, 2028


def upgrade() -> None:
    """Make everything; waits at most 5 s for a lock."""
    op.execute("set local lock_timeout = '5s'")
    op.execute("create extension if not exists pg_trgm")
    op.execute("create extension if not exists btree_gin")
    create_tables()
    create_partitions()
    create_queue()
    fill()


def downgrade() -> None:
    """Drop everything that this made."""
    for table in reversed(TABLES):
        op.execute(f"drop table if exists {table} cascade")
    op.execute("""do $$ declare thing record; begin
        for thing in select oid::regclass as name from pg_class
            where relname like 'procrastinate_%' and relkind = 'r' loop
            execute format('drop table if exists %s cascade', thing.name);
        end loop;
        for thing in select oid::regprocedure as name from pg_proc where proname like 'procrastinate_%' loop
            execute format('drop function if exists %s cascade', thing.name);
        end loop;
        for thing in select oid::regtype as name from pg_type where typname like 'procrastinate_%' and typtype in ('c', 'e') loop
            execute format('drop type if exists %s cascade', thing.name);
        end loop;
    end $$""")


def create_partitions() -> None:
    """One part of `message_search` a year, and one for all other times; `deskbell.search` makes the years to come."""
    for year in range(FIRST_YEAR, LAST_YEAR):
        op.execute(
            f"create table message_search_{year} partition of message_search"
            f" for values from ('{year}-01-01Z') to ('{year + 1}-01-01Z')"
        )
    op.execute("create table message_search_other partition of message_search default")


def create_queue() -> None:
    """Procrastinate's own tables, without the trigger that caps enqueuing (house.md section 6)."""
    driver = op.get_bind().connection.driver_connection
    if driver is None:
        message = "this migration needs a live connection"
        raise RuntimeError(message)
    driver.execute(SchemaManager.get_schema())
    op.execute("drop trigger procrastinate_jobs_notify_queue_job_inserted_v1 on procrastinate_jobs")
    op.execute(
        "alter table procrastinate_jobs set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)"
    )


def fill() -> None:
    """What a new helpdesk has: one status a kind, four priorities, three types; the dispatcher at the log's start."""
    op.bulk_insert(
        sa.table(
            "statuses", *map(sa.column, ("name", "public_name", "kind", "color", "position", "is_default"))
        ),
        [
            {
                "name": name,
                "public_name": public,
                "kind": kind,
                "color": color,
                "position": place,
                "is_default": True,
            }
            for place, (name, public, kind, color) in enumerate(STATUSES, start=1)
        ],
    )
    op.bulk_insert(
        sa.table("priorities", *map(sa.column, ("name", "color", "rank", "is_default"))),
        [
            {"name": name, "color": color, "rank": rank, "is_default": name == "Normal"}
            for name, color, rank in PRIORITIES
        ],
    )
    op.bulk_insert(
        sa.table("ticket_types", sa.column("name"), sa.column("position")),
        [{"name": name, "position": place} for place, name in enumerate(TYPES, start=1)],
    )
    op.execute("insert into event_readers (name, xid, event_id) values ('dispatcher', '0', 0)")


def create_tables() -> None:
    """Our own tables."""
    op.drop_index(
        op.f("idx_procrastinate_jobs_worker_not_null"),
        table_name="procrastinate_jobs",
        postgresql_where="((worker_id IS NOT NULL) AND (status = 'doing'::procrastinate_job_status))",
    )
    op.drop_index(
        op.f("procrastinate_jobs_id_lock_idx_v1"),
        table_name="procrastinate_jobs",
        postgresql_where="(status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]))",
    )
    op.drop_index(
        op.f("procrastinate_jobs_lock_idx_v1"),
        table_name="procrastinate_jobs",
        postgresql_where="(status = 'doing'::procrastinate_job_status)",
    )
    op.drop_index(
        op.f("procrastinate_jobs_priority_idx_v1"),
        table_name="procrastinate_jobs",
        postgresql_where="(status = 'todo'::procrastinate_job_status)",
    )
    op.drop_index(op.f("procrastinate_jobs_queue_name_idx_v1"), table_name="procrastinate_jobs")
    op.drop_index(
        op.f("procrastinate_jobs_queueing_lock_idx_v1"),
        table_name="procrastinate_jobs",
        postgresql_where="(status = 'todo'::procrastinate_job_status)",
    )
    op.drop_table("procrastinate_jobs")
    op.drop_index(op.f("idx_procrastinate_workers_last_heartbeat"), table_name="procrastinate_workers")
    op.drop_table("procrastinate_workers")
    op.drop_index(op.f("procrastinate_events_job_id_fkey_v1"), table_name="procrastinate_events")
    op.drop_table("procrastinate_events")
    op.drop_index(
        op.f("message_search_2024_department_id_words_idx"),
        table_name="message_search_2024",
        postgresql_using="gin",
    )
    op.drop_index(op.f("message_search_2024_ticket_id_idx"), table_name="message_search_2024")
    op.drop_table("message_search_2024")
    op.drop_index(
        op.f("message_search_2027_department_id_words_idx"),
        table_name="message_search_2027",
        postgresql_using="gin",
    )
    op.drop_index(op.f("message_search_2027_ticket_id_idx"), table_name="message_search_2027")
    op.drop_table("message_search_2027")
    op.drop_index(
        op.f("message_search_2026_department_id_words_idx"),
        table_name="message_search_2026",
        postgresql_using="gin",
    )
    op.drop_index(op.f("message_search_2026_ticket_id_idx"), table_name="message_search_2026")
    op.drop_table("message_search_2026")
    op.drop_index(
        op.f("message_search_other_department_id_words_idx"),
        table_name="message_search_other",
        postgresql_using="gin",
    )
    op.drop_index(op.f("message_search_other_ticket_id_idx"), table_name="message_search_other")
    op.drop_table("message_search_other")
    op.drop_index(
        op.f("message_search_2025_department_id_words_idx"),
        table_name="message_search_2025",
        postgresql_using="gin",
    )
    op.drop_index(op.f("message_search_2025_ticket_id_idx"), table_name="message_search_2025")
    op.drop_table("message_search_2025")
    op.drop_index(
        op.f("procrastinate_periodic_defers_job_id_fkey_v1"), table_name="procrastinate_periodic_defers"
    )
    op.drop_table("procrastinate_periodic_defers")
