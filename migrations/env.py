"""Runs migrations through psycopg, on the address in the Alembic config's `deskbell_url`."""

from typing import Any

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.pool import NullPool

from deskbell.core.db import driver_url
from deskbell.events.models import Xid8
from deskbell.tables import metadata

ischema_names["xid8"] = Xid8  # so that reading the schema back knows our one special type


def include_object(_: Any, name: str | None, kind: str, *__: Any) -> bool:  # noqa: ANN401 - Alembic's own signature
    """Leave out the tables of Procrastinate and the partitions of `message_search`."""
    if kind != "table" or name is None:
        return True
    return not name.startswith(("procrastinate_", "message_search_"))


def run() -> None:
    """Bring the database to the newest revision, in one transaction for each revision."""
    engine = create_engine(driver_url(context.config.attributes["url"], "psycopg"), poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=include_object,
            compare_server_default=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
