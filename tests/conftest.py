"""One private PostgreSQL for tests that are rolled back, a second one for tests that commit for good.

An open transaction in any database of a cluster holds back the log's horizon for all, hence two (stack.md).
Each xdist worker clones the migrated template once; each test runs in savepoints of one transaction, which is
undone. On the second server the rows are deleted after each test.
"""

import asyncio
import gc
import os
import shutil
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import hypothesis
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool
from tests.databases import FOLDER, WORKER, Cleared, clone, make_servers
from tests.socket_guard import guard_sockets

from deskbell.channels.email.resolver import LookupFailed
from deskbell.core import prepared
from deskbell.core.auth import GUEST, Actor, Level
from deskbell.core.config import Settings
from deskbell.core.db import Database, driver_url, open_database
from deskbell.core.jobs import drain as drain_jobs
from deskbell.core.logs import configure_logs
from deskbell.events.dispatcher import dispatch_once
from deskbell.events.models import StoredEvent
from deskbell.events.reading import Position

# No example is failed by the clock: a test must not depend on how busy its machine is.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


def pytest_configure(config):
    """Start both servers once, in the process that the others are started from."""
    if hasattr(config, "workerinput") or config.option.collectonly or FOLDER in os.environ:
        return
    if all("tests/e2e" in each for each in config.args):
        return  # browser tests have a whole helpdesk of their own
    folder = Path(tempfile.mkdtemp(prefix="deskbell-tests-"))
    folder.chmod(0o711)
    os.environ[FOLDER] = str(folder)
    config.deskbell_folder = folder
    config.deskbell_clusters = make_servers(folder)


def pytest_unconfigure(config):
    """Stop them, whatever happened."""
    for cluster in getattr(config, "deskbell_clusters", []):
        cluster.stop()
    if hasattr(config, "deskbell_folder"):
        shutil.rmtree(config.deskbell_folder, ignore_errors=True)
        os.environ.pop(FOLDER, None)


class OneConnection:
    """A `Database` whose sessions and readers share one connection, in savepoints of its transaction."""

    def __init__(self, connection):
        self.connection = connection
        self.sessions = async_sessionmaker(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    @asynccontextmanager
    async def session(self):
        async with self.sessions() as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def reader(self):
        async with self.connection.begin_nested():
            yield self.connection

    @property
    def reads(self):
        return self

    async def fetch(self, sql, arguments):
        """As the pool of reads does it, on the test's own connection."""
        found = await self.connection.exec_driver_sql(sql, tuple(arguments))
        return [dict(row) for row in found.mappings()] if found.returns_rows else []

    async def close(self):
        """Nothing to close: the fixture owns the connection."""


@pytest.fixture(scope="session", autouse=True)
def socket_guard():
    """No test reaches beyond this machine, however it tries from Python."""
    with pytest.MonkeyPatch.context() as patch:
        guard_sockets(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_logs():
    """As the product has them: structlog's own draw a traceback with all that it holds, for a second.

    With a stream that is said no logger is kept, so that a test may set up its own.
    """
    configure_logs("error", "json", stream=sys.stderr)


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    """Settings of the application under test."""
    return Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        database_url="postgresql://nowhere/none",
        public_url="http://test",
        file_size_limit=2_000_000,
        log_level="error",
    )


@pytest.fixture(scope="session")
async def engine():
    """Connections to this worker's database."""
    url = clone("rolled-back", f"test_{WORKER}")
    engine = create_async_engine(driver_url(url, "asyncpg"), poolclass=NullPool, query_cache_size=2000)
    yield engine
    await engine.dispose()


async def no_driver(_):
    """Leaves every statement to SQLAlchemy."""


@pytest.fixture(scope="session")
async def one_connection(engine):
    """`await one_connection()`: the connection of this worker, a new one where a test broke the old.

    A kept one knows the statements and the tables already, which is half of what a short test takes.
    """
    kept = []

    async def get():
        if not kept or kept[0].closed or kept[0].invalidated:
            kept[:] = [await engine.connect()]
        return kept[0]

    yield get
    for connection in kept:
        await connection.close()


@asynccontextmanager
async def undone(connection):
    """A database whose transaction is undone at the end.

    All that a test starts shares its connection, where only SQLAlchemy keeps two statements apart.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "driver_in_transaction", no_driver)
        transaction = await connection.begin()
        yield OneConnection(connection)
        await transaction.rollback()


@pytest.fixture
async def database(one_connection):
    """The database of one test."""
    async with undone(await one_connection()) as made:
        yield made


@pytest.fixture
async def session(database):
    """A session for arranging and looking, on the test's transaction."""
    async with database.sessions() as session:
        yield session


class NoNames:
    """Name servers that are away: what asks them in a test brings its own (name_server.py)."""

    async def texts(self, name):
        raise LookupFailed(name)

    async def addresses(self, name, _kind):
        raise LookupFailed(name)

    async def mail_servers(self, name):
        raise LookupFailed(name)

    async def pointers(self, name):
        raise LookupFailed(name)


@pytest.fixture(scope="session")
def whole_app(settings):
    """The application; made once, for its routes take a while.

    It is imported where it is needed, for seconds: the process that hands out the tests never needs it.
    """
    from deskbell.main import create_app

    made = create_app(settings)
    made.state.resolver = NoNames()
    gc.collect()
    gc.freeze()  # what stays is not looked through again and again
    return made


@pytest.fixture
def app(whole_app, database):
    """The application on the test's transaction. `actors` names tokens that stand for actors."""
    whole_app.state.database = database
    whole_app.state.dimensions.drop()
    return whole_app


@pytest.fixture
async def anonymous(app):
    """A client that is not signed in."""
    async with client_of(app) as client:
        yield client


def client_of(app, headers=None):
    """A client of the application, without a network."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers or {})


@pytest.fixture
async def client_as(app, session):
    """`await client_as(user, scope=None)`: a client with a real session and token of that account."""
    from tests.factories.sessions import token_for

    clients = []

    async def make(user, scope=None):
        token = await token_for(session, app, user, scope)
        client = client_of(app, {"authorization": f"Bearer {token}"})
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture(scope="session")
async def hash_of(whole_app):
    """`await hash_of(password)`: as an account has it; computed once, for it is made to take long."""
    known = {}

    async def give(password):
        if password not in known:
            known[password] = await whole_app.state.passwords.hash(password)
        return known[password]

    return give


@pytest.fixture
def events(session):
    """`await events(ticket_id=…)` or `await events(user_id=…)`: the types recorded about it, in order."""

    async def about(*, ticket_id=None, user_id=None):
        where = StoredEvent.ticket_id == ticket_id if ticket_id else StoredEvent.subject_id == user_id
        return list(await session.scalars(select(StoredEvent.type).where(where).order_by(StoredEvent.id)))

    return about


@pytest.fixture
def drain(session):
    """`await drain()`: dispatch the log and do the jobs until nothing is left."""
    from deskbell.subscribers import SUBSCRIBERS

    async def run():
        for _ in range(20):
            moved = await dispatch_once(session, SUBSCRIBERS, settled=False)
            done = await drain_jobs(session)
            if not moved and not done:
                return
        pytest.fail("events and jobs make ever more of each other")

    return run


@pytest.fixture(scope="session")
async def committing():
    """`await committing()`: the database of this worker on the second server, as new.

    Its connections stay from test to test, unless one broke them or left others: each takes as long to be
    made, and to learn its statements, as a short test.
    """
    cleared, kept = Cleared("commits", f"live_{WORKER}"), []

    async def get():
        there = kept[0].connections() if kept else {}
        count = there.get("changes_open", 0) + there.get("reads_open", 0)
        if cleared.fresh(count) and count:
            return kept[0]
        if kept:
            await kept[0].close()
        made = open_database(Settings(database_url=cleared.url, database_pool=40))
        kept[:] = [Database(kept[0].engine, made.reads) if kept else made]  # the engine knows its SQL
        return kept[0]

    yield get
    for database in kept:
        await database.close()


@pytest.fixture
async def live_database(committing):
    """A database of its own that really commits, on the second server."""
    return await committing()


@pytest.fixture
async def live_app(live_database, settings):
    """The application on a database that really commits."""
    from deskbell.main import create_app

    app = create_app(settings)
    app.state.database = live_database
    return app


__all__ = ["GUEST", "WORKER", "Actor", "AsyncSession", "Database", "Level", "Position", "asyncio", "clone"]
