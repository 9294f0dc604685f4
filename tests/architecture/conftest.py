"""A database of the newest schema that no other test changes."""

import psycopg
import pytest
from tests.databases import WORKER, clone


@pytest.fixture(scope="session")
def schema_url():
    """The address of a fresh clone of the migrated template."""
    return clone("commits", f"schema_{WORKER}")


@pytest.fixture
def schema_tables(schema_url):
    """`schema_tables(sql)`: the rows that this SQL finds in the catalog."""

    def ask(sql):
        with psycopg.connect(schema_url, autocommit=True) as connection:
            return connection.execute(sql).fetchall()

    return ask
