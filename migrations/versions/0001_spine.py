"""The spine: accounts, sessions, departments, teams, tickets, messages, files, the log, the job queue."""

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

TABLES = (
    "departments",
    "event_readers",
    "events",
    "idempotency_keys",
    "labels",
    "priorities",
    "rate_limits",
    "settings",
    "statuses",
    "teams",
    "ticket_types",
    "users",
    "department_access",
    "department_open_counts",
    "files",
    "parked_events",
    "sessions",
    "single_use_links",
    "team_members",
    "tickets",
    "user_addresses",
    "message_search",
    "messages",
    "notifications",
    "refresh_tokens",
    "ticket_followers",
    "ticket_labels",
    "ticket_links",
    "message_files",
)
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
    create_first_tables()
    create_room_tables()
    create_ticket_tables()
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
        for thing in
            select oid::regtype as name from pg_type
            where typname like 'procrastinate_%' and typtype in ('c', 'e')
        loop
            execute format('drop type if exists %s cascade', thing.name);
        end loop;
    end $$""")


def create_partitions() -> None:
    """One part of `message_search` a year, and one for all other times."""
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
        "alter table procrastinate_jobs "
        "set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)"
    )


def fill() -> None:
    """What a new helpdesk has: one status a kind, four priorities, three types; the log's reader."""
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


def create_first_tables() -> None:
    """Tables that name no other, and accounts."""
    op.create_table(
        "departments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
    )
    op.create_index(
        "uq_departments_default",
        "departments",
        ["is_default"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_index("uq_departments_name", "departments", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "event_readers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("xid", Xid8(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_event_readers")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=True),
        sa.Column("cause_id", sa.BigInteger(), nullable=True),
        sa.Column("depth", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_at", "events", ["at"], unique=False, postgresql_using="brin")
    op.create_index(
        "ix_events_ticket_id_id",
        "events",
        ["ticket_id", "id"],
        unique=False,
        postgresql_where=sa.text("ticket_id is not null"),
    )
    op.create_index("ix_events_xid_id", "events", ["xid", "id"], unique=False)
    op.create_table(
        "idempotency_keys",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "labels",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("color", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
    )
    op.create_index("uq_labels_name", "labels", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "priorities",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("color", sa.String(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priorities")),
        sa.UniqueConstraint("rank", name=op.f("uq_priorities_rank")),
    )
    op.create_index(
        "uq_priorities_default",
        "priorities",
        ["is_default"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_rate_limits")),
    )
    op.create_index(op.f("ix_rate_limits_window_start"), "rate_limits", ["window_start"], unique=False)
    op.create_table(
        "settings",
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("section", name=op.f("pk_settings")),
    )
    op.create_table(
        "statuses",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("color", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "kind in ('new', 'open', 'pending', 'on_hold', 'solved', 'closed')",
            name=op.f("ck_statuses_kind_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statuses")),
        sa.UniqueConstraint("id", "kind", name=op.f("uq_statuses_id_kind")),
    )
    op.create_index(
        "uq_statuses_default", "statuses", ["kind"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_index("uq_statuses_name", "statuses", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "teams",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index("uq_teams_name", "teams", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "ticket_types",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_types")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(), server_default=sa.text("'en'"), nullable=False),
        sa.Column("time_zone", sa.String(), server_default=sa.text("'UTC'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("level between 1 and 3", name=op.f("ck_users_level_is_on_the_ladder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index("ix_users_name_id", "users", ["name", "id"], unique=False)
    op.create_index(
        "ix_users_name_trgm",
        "users",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_users_staff", "users", ["level"], unique=False, postgresql_where=sa.text("level >= 2")
    )


def create_room_tables() -> None:
    """What names departments and people."""
    op.create_table(
        "department_access",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_department_access_department_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_department_access_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "department_id", name=op.f("pk_department_access")),
    )
    op.create_index(
        op.f("ix_department_access_department_id"), "department_access", ["department_id"], unique=False
    )
    op.create_table(
        "department_open_counts",
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("open_tickets", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_department_open_counts_department_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("department_id", name=op.f("pk_department_open_counts")),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("claim_hash", sa.String(), nullable=True),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_picture", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_files_owner_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_files_storage_key")),
    )
    op.create_index("ix_files_owner_id", "files", ["owner_id"], unique=False)
    op.create_index(
        "ix_files_unattached",
        "files",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("attached_at is null"),
    )
    op.create_table(
        "parked_events",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_parked_events_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "handler", name=op.f("pk_parked_events")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "last_used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "single_use_links",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("data", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_single_use_links_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_use_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_single_use_links_token_hash")),
    )
    op.create_index(op.f("ix_single_use_links_user_id"), "single_use_links", ["user_id"], unique=False)
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_team_members")),
    )
    op.create_index(op.f("ix_team_members_user_id"), "team_members", ["user_id"], unique=False)


def create_ticket_tables() -> None:
    """Tickets and what hangs on them."""
    op.create_table(
        "tickets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("status_kind", sa.String(), nullable=False),
        sa.Column("priority_id", sa.BigInteger(), nullable=False),
        sa.Column("priority_rank", sa.SmallInteger(), nullable=False),
        sa.Column("type_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.String(), server_default=sa.text("'api'"), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("preview", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("message_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("public_message_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spam_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["users.id"], name=op.f("fk_tickets_assignee_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_tickets_department_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["priorities.id"], name=op.f("fk_tickets_priority_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["users.id"], name=op.f("fk_tickets_requester_id")),
        sa.ForeignKeyConstraint(
            ["status_id", "status_kind"],
            ["statuses.id", "statuses.kind"],
            name=op.f("fk_tickets_status_id_status_kind"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_tickets_team_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["ticket_types.id"], name=op.f("fk_tickets_type_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("reference", name=op.f("uq_tickets_reference")),
    )
    op.create_index(
        "ix_tickets_assignee_updated",
        "tickets",
        ["assignee_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at is null and spam_at is null"),
    )
    op.create_index("ix_tickets_created", "tickets", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_tickets_deleted",
        "tickets",
        ["deleted_at"],
        unique=False,
        postgresql_where=sa.text("deleted_at is not null"),
    )
    op.create_index(
        "ix_tickets_department_updated",
        "tickets",
        ["department_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at is null and spam_at is null"),
    )
    op.create_index(
        "ix_tickets_living_updated",
        "tickets",
        ["updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at is null and spam_at is null"),
    )
    op.create_index(
        "ix_tickets_open_updated",
        "tickets",
        ["updated_at", "id"],
        unique=False,
        postgresql_where=sa.text(
            "deleted_at is null and spam_at is null and status_kind in ('new', 'open', 'pending', 'on_hold')"
        ),
    )
    op.create_index(
        "ix_tickets_priority",
        "tickets",
        ["priority_rank", "id"],
        unique=False,
        postgresql_where=sa.text(
            "deleted_at is null and spam_at is null and status_kind in ('new', 'open', 'pending', 'on_hold')"
        ),
    )
    op.create_index(op.f("ix_tickets_priority_id"), "tickets", ["priority_id"], unique=False)
    op.create_index(
        "ix_tickets_requester_updated", "tickets", ["requester_id", "updated_at", "id"], unique=False
    )
    op.create_index(
        "ix_tickets_subject_trgm",
        "tickets",
        ["subject"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"subject": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_tickets_team_updated",
        "tickets",
        ["team_id", "updated_at", "id"],
        unique=False,
        postgresql_where=sa.text("team_id is not null"),
    )
    op.create_index(op.f("ix_tickets_type_id"), "tickets", ["type_id"], unique=False)
    op.create_table(
        "user_addresses",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_addresses_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_addresses")),
    )
    op.create_index(
        "ix_user_addresses_trgm",
        "user_addresses",
        ["address"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"address": "gin_trgm_ops"},
    )
    op.create_index("ix_user_addresses_user_id", "user_addresses", ["user_id"], unique=False)
    op.create_index(
        "uq_user_addresses_address", "user_addresses", [sa.literal_column("lower(address)")], unique=True
    )
    op.create_index(
        "uq_user_addresses_primary",
        "user_addresses",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("is_primary"),
    )
    op.create_table(
        "message_search",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_message_search_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", "created_at", name=op.f("pk_message_search")),
        postgresql_partition_by="RANGE (created_at)",
    )
    op.create_index("ix_message_search_ticket_id", "message_search", ["ticket_id"], unique=False)
    op.create_index(
        "ix_message_search_words",
        "message_search",
        ["department_id", "words"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind in ('public', 'internal')", name=op.f("ck_messages_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_messages_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_messages_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("id", "ticket_id", name=op.f("uq_messages_id_ticket_id")),
    )
    op.create_index("ix_messages_author_id", "messages", ["author_id"], unique=False)
    op.create_index("ix_messages_ticket_id_id", "messages", ["ticket_id", "id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_notifications_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_notifications_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "event_id", name="uq_notifications_user_id_event_id"),
    )
    op.create_index("ix_notifications_ticket_id", "notifications", ["ticket_id"], unique=False)
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_index("ix_notifications_user_id_id", "notifications", ["user_id", "id"], unique=False)
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_refresh_tokens_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_tokens_token_hash")),
    )
    op.create_index(op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"], unique=False)
    op.create_table(
        "ticket_followers",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_followers_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_ticket_followers_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "user_id", name=op.f("pk_ticket_followers")),
    )
    op.create_index(op.f("ix_ticket_followers_user_id"), "ticket_followers", ["user_id"], unique=False)
    op.create_table(
        "ticket_labels",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("label_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["label_id"], ["labels.id"], name=op.f("fk_ticket_labels_label_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_labels_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "label_id", name=op.f("pk_ticket_labels")),
    )
    op.create_index(op.f("ix_ticket_labels_label_id"), "ticket_labels", ["label_id"], unique=False)
    op.create_table(
        "ticket_links",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_ticket_links_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["users.id"], name=op.f("fk_ticket_links_requester_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_links_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_ticket_links_token_hash")),
    )
    op.create_index(op.f("ix_ticket_links_requester_id"), "ticket_links", ["requester_id"], unique=False)
    op.create_index(op.f("ix_ticket_links_ticket_id"), "ticket_links", ["ticket_id"], unique=False)
    op.create_table(
        "message_files",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("inline", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_message_files_file_id")),
        sa.ForeignKeyConstraint(
            ["message_id", "ticket_id"],
            ["messages.id", "messages.ticket_id"],
            name=op.f("fk_message_files_message_id_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_message_files")),
    )
    op.create_index("ix_message_files_message_id", "message_files", ["message_id"], unique=False)
