"""The database that a command works on: the one that was set, a running serve's, or our own while we run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.configuration import private_server

if TYPE_CHECKING:
    from deskbell.core.config import Settings

URL_FILE = "database.url"
CONNECT_SECONDS = 5


@contextmanager
def with_database(settings: "Settings", *, migrating: bool = True) -> Iterator["Settings"]:
    """Settings whose `database_url` answers, for the duration of a command.

    A private database is brought to this version's schema, if `migrating`; one that was set is left as it is.
    """
    if settings.database_url is not None:
        check_answers(settings.database_url)
        yield settings
        return
    running = url_of_running(settings.data_dir)
    if running is not None:
        yield settings.model_copy(update={"database_url": running})
        return
    with private_server(settings) as server:
        if migrating and needs_migration(server.url()):
            migrate(server.url())
        yield settings.model_copy(update={"database_url": server.url()})


def direct_url(settings: "Settings") -> str:
    """The address past a pooler, for migrations; the usual one when none is set."""
    url = settings.database_direct_url or settings.database_url
    if url is None:
        message = "no database is set"
        raise ValueError(message)
    return url


def url_of_running(data_dir: Path) -> str | None:
    """The address that a running serve wrote into the data folder; None when nothing answers there."""
    import psycopg

    try:
        url = (data_dir / URL_FILE).read_text().strip()
        check_answers(url)
    except (OSError, psycopg.OperationalError):
        return None
    return url


def check_answers(url: str) -> None:
    """Raise the driver's error when nobody answers at the address."""
    import psycopg

    from deskbell.core.db import plain_url

    psycopg.connect(plain_url(url), connect_timeout=CONNECT_SECONDS).close()


def needs_migration(url: str) -> bool:
    """Whether the database has another schema than this version's newest."""
    import psycopg

    from deskbell.core.db import plain_url
    from deskbell.core.revisions import newest_revision

    with psycopg.connect(plain_url(url), connect_timeout=CONNECT_SECONDS) as connection:
        try:
            found = connection.execute("select version_num from alembic_version").fetchall()
        except psycopg.errors.UndefinedTable:
            return True
    return found != [(newest_revision(),)]


def migrate(url: str) -> None:
    """Bring the database to the newest schema."""
    from deskbell.core import migrations

    migrations.migrate(url)
