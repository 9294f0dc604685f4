"""Connections for the hottest reads: the driver's own pool, where every statement stands alone."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import asyncpg
import orjson
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

Rows = Sequence[Mapping[str, Any]]
PATIENCE_SECONDS = 5
STATEMENTS = 500


class Reads(Protocol):
    """What runs a prepared statement outside of any transaction."""

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> Rows:
        """The rows of one statement. Errors as SQLAlchemy raises them."""


class ReadPool:
    """As many connections as there are reads at once, at most `size`; opened when they are needed."""

    def __init__(
        self, url: str, size: int, *, keeps_statements: bool, server_settings: dict[str, str]
    ) -> None:
        """`keeps_statements`: False behind a proxy that hands connections around between transactions."""
        self._pool = asyncpg.create_pool(
            url,
            min_size=0,
            max_size=size,
            init=_read_json,
            reset=_nothing_to_reset,
            statement_cache_size=STATEMENTS if keeps_statements else 0,
            server_settings=server_settings,
        )
        self._opening = asyncio.Lock()
        self._open = False

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> Rows:
        """The rows of one statement."""
        if not self._open:
            await self._begin()
        with as_sqlalchemy_raises():
            async with self._pool.acquire(timeout=PATIENCE_SECONDS) as connection:
                rows: Rows = await connection.fetch(sql, *arguments)
        return rows

    def connections(self) -> tuple[int, int]:
        """How many connections are at work, and how many are open."""
        if not self._open:
            return 0, 0
        return self._pool.get_size() - self._pool.get_idle_size(), self._pool.get_size()

    async def close(self) -> None:
        """Let every connection go."""
        if self._open:
            await self._pool.close()

    async def _begin(self) -> None:
        async with self._opening:
            if not self._open:
                await self._pool
                self._open = True


@contextmanager
def as_sqlalchemy_raises() -> Iterator[None]:
    """Raise the driver's errors as SQLAlchemy would, so that one handler answers both."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(None, None, error) from error
    except asyncpg.DataError as error:
        raise DataError(None, None, error) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        raise DBAPIError(None, None, error) from error


async def _read_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec("jsonb", encoder=str, decoder=orjson.loads, schema="pg_catalog")


async def _nothing_to_reset(_: asyncpg.Connection) -> None:
    """Single reads leave nothing behind."""
