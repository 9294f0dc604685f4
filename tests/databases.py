"""The servers of the tests, and databases on them: clones of the template, cleared instead of remade."""

import os
import shutil
from pathlib import Path

import psycopg

from deskbell.core.migrations import migrate
from deskbell.core.postgres.cluster import Cluster

FAST = (
    "-c",
    "fsync=off",
    "-c",
    "full_page_writes=off",
    "-c",
    "synchronous_commit=off",
    "-c",
    "max_connections=300",
    "-c",
    "jit=off",  # as the product asks for it
    "-c",
    "idle_in_transaction_session_timeout=0",  # a machine with much to do may stop a test for a while
)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
FOLDER = "DESKBELL_TEST_FOLDER"
LARGE_BYTES = 500_000  # a table that grew beyond it is cut off: its dead rows would slow down later tests
TABLES = """
    select relname::text, pg_relation_size(oid) from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname
"""
COLUMNS = """
    select attrelid::regclass::text, string_agg(quote_ident(attname), ', ' order by attnum)
    from pg_attribute where attrelid = any (%s::regclass[]) and attnum > 0 and not attisdropped
    and attgenerated = '' group by 1
"""
SEQUENCES = """
    select format('select setval(%L, %s, %L)', schemaname || '.' || sequencename,
                  coalesce(last_value, start_value), last_value is not null)
    from pg_sequences where schemaname = 'public'
"""
SCHEMA = " union all ".join(
    f"select '{catalog}', count(*), max(xmin::text::bigint) from {catalog}"
    for catalog in ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc", "pg_type")
)
# Connections, and those of them that are at rest: one with a lock of its own is not.
OTHERS = """
    select count(*), count(*) filter (where state = 'idle' and not exists (
        select from pg_locks where pg_locks.pid = pg_stat_activity.pid and locktype = 'advisory'))
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
END_OTHERS = """
    select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""


def make_servers(folder):
    """Two servers with the migrated template; the second is a copy of the first."""
    first, second = (Cluster(folder / name, options=FAST) for name in ("rolled-back", "commits"))
    first.start()
    with psycopg.connect(first.url(), autocommit=True) as connection:
        connection.execute("create database template_deskbell")
    migrate(first.url("template_deskbell"))
    first.stop()
    shutil.copytree(first.data, second.data)
    if os.geteuid() == 0:
        for path in (second.data, *second.data.rglob("*")):
            os.chown(path, second.account.uid, second.account.gid)
    for each in (first, second):
        each.start()
    return [first, second]


def clone(server, name):
    """A new database of the template on one of the servers; its address."""
    cluster = Cluster(Path(os.environ[FOLDER]) / server)
    # As the superuser: nobody else may end an autovacuum that looks at the old one.
    with psycopg.connect(cluster.url(user="postgres"), autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(
            f'create database "{name}" owner deskbell template template_deskbell strategy file_copy'
        )
    return cluster.url(name)


class Cleared:
    """A database that is as the template at each `fresh()`; clearing takes a hundredth of a clone's time."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.schema = None

    def fresh(self, kept=0):
        """Make it as new; a test that changed the schema is followed by a new clone.

        Whether the connections are still there that somebody keeps, so many: where there is any other, or
        one is at work, all are ended.
        """
        if self.schema is None:
            self._clone()
        with self._superuser() as connection:
            stay = connection.execute(OTHERS).fetchone() == (kept, kept)
            if not stay:
                connection.execute(END_OTHERS)
            changed = connection.execute(SCHEMA).fetchall() != self.schema
            if not changed:
                self._clear(connection)
        if changed:
            self._clone()
        return stay and not changed

    def _superuser(self):
        cluster = Cluster(Path(os.environ[FOLDER]) / self.server)
        return psycopg.connect(cluster.url(self.name, user="postgres"), autocommit=True)

    def _clone(self):
        """Remember what stands in the template: its rows, its sequences and its schema."""
        self.url = clone(self.server, self.name)
        with self._superuser() as connection:
            tables = [name for name, _ in connection.execute(TABLES)]
            columns = dict(connection.execute(COLUMNS, [tables]).fetchall())
            connection.execute("create schema seed")
            refill = []
            for table in tables:
                if connection.execute(f'select 1 from "{table}" limit 1').fetchone():
                    connection.execute(f'create table seed."{table}" as table "{table}"')
                    refill.append(
                        f'insert into "{table}" ({columns[table]}) overriding system value '
                        f'select {columns[table]} from seed."{table}"'
                    )
            self.refill = ";".join(refill)
            self.sequences = ";".join(row[0] for row in connection.execute(SEQUENCES))
            self.schema = connection.execute(SCHEMA).fetchall()

    def _clear(self, connection):
        tables = connection.execute(TABLES).fetchall()
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")  # no triggers, no keys
            if large := [name for name, size in tables if size > LARGE_BYTES]:
                connection.execute("truncate " + ", ".join(f'"{name}"' for name in large) + " cascade")
            connection.execute(";".join(f'delete from only "{name}"' for name, _ in tables))
            connection.execute(self.refill)
            connection.execute(self.sequences)
        if large:
            self.schema = connection.execute(SCHEMA).fetchall()
