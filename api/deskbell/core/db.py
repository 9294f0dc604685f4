"""The database: one transaction a request, committed here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import AsyncAdaptedQueuePool

from deskbell.core.config import Settings
from deskbell.core.idempotency import claim
from deskbell.core.read_pool import ReadPool, Reads


def driver_url(url: str, driver: str) -> URL:
    """The address for one driver, whatever driver it was written for."""
    return make_url(url).set(drivername=f"postgresql+{driver}")


def plain_url(url: str) -> str:
    """The address as libpq takes it, password included."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


class Database:
    """The connections of one process.

    `session` for verbs, `reader` for reads without a transaction, `reads` for the hottest ones (`Prepared`).
    """

    def __init__(self, engine: AsyncEngine, reads: ReadPool) -> None:
        """Take an engine and a pool for reads; `open_database` makes the usual ones."""
        self.engine = engine
        self.reads = reads
        self._autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, undone by an exception."""
        async with self._sessions() as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which every statement stands alone."""
        async with self._autocommit.connect() as connection:
            yield connection

    def connections(self) -> dict[str, int]:
        """How many connections are open, and how many of them are at work, for changes and for reads."""
        pool = self.engine.pool
        at_work = pool.checkedout() if isinstance(pool, AsyncAdaptedQueuePool) else 0
        idle = pool.checkedin() if isinstance(pool, AsyncAdaptedQueuePool) else 0
        reading, open_for_reads = self.reads.connections()
        return {
            "changes_in_use": at_work,
            "changes_open": at_work + idle,
            "reads_in_use": reading,
            "reads_open": open_for_reads,
        }

    async def close(self) -> None:
        """Let every connection go."""
        await self.engine.dispose()
        await self.reads.close()


def open_database(settings: Settings) -> Database:
    """Connections as the settings say; nothing is opened before the first use."""
    if settings.database_url is None:
        message = "database_url is not set"
        raise ValueError(message)
    server_settings = {"application_name": "deskbell", "jit": "off"}
    arguments: dict[str, Any] = {"server_settings": server_settings}
    if not settings.prepared_statements:
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
    engine = create_async_engine(
        driver_url(settings.database_url, "asyncpg"),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=5,
        pool_use_lifo=True,
        query_cache_size=2000,
        hide_parameters=True,
        connect_args=arguments,
    )
    reads = ReadPool(
        plain_url(settings.database_url),
        settings.database_pool,
        keeps_statements=settings.prepared_statements,
        server_settings=server_settings,
    )
    return Database(engine, reads)


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """The transaction of this request; a repeated `Idempotency-Key` answers from the first time."""
    database: Database = request.app.state.database
    async with database.session() as session:
        await claim(request, session)
        yield session


async def get_reader(request: Request) -> AsyncIterator[AsyncConnection]:
    """The autocommit connection of this request."""
    database: Database = request.app.state.database
    async with database.reader() as connection:
        yield connection


async def get_reads(request: Request) -> Reads:
    """The pool of reads; nothing is taken from it before a statement runs."""
    database: Database = request.app.state.database
    return database.reads


Session = Annotated[AsyncSession, Depends(get_session, scope="function")]
Reader = Annotated[AsyncConnection, Depends(get_reader, scope="function")]
FastReads = Annotated[Reads, Depends(get_reads, scope="function")]
