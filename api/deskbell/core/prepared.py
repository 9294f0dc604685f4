"""Statements of the hottest requests: compiled once, then given to the driver as they are.

Building a statement, finding it in SQLAlchemy's cache and wrapping its rows costs more than PostgreSQL takes
to answer it (tests/benchmarks/README.md). What is measured to be hot is a `Prepared`; everything else is an
ordinary `select`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import Connection, Select, TextClause
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from deskbell.core.read_pool import Reads, Rows, as_sqlalchemy_raises

_DIALECT = dialects.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy left it untyped
_CONNECTED = "connected"
Source = Reads | AsyncConnection | AsyncSession


class Prepared:
    """One statement with named parameters.

    The value of each is given at every execution: one that was there when the statement was made is never
    used, so that a statement made for one actor can't answer another with the first one's rights. Words of
    the statement itself (`kind = 'public'`) need no name; a number without one is refused.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]] | UpdateBase | TextClause) -> None:
        """Compile the statement. ValueError for a number that has no name."""
        compiled = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self.names = tuple(compiled.positiontup or ())
        bound = {name: compiled.binds[name] for name in self.names}
        unnamed = {name: one.value for name, one in bound.items() if one.unique}
        if not all(isinstance(value, str) for value in unnamed.values()):
            message = f"name the parameters of {self.sql}"
            raise ValueError(message)
        self.words = unnamed

    async def all(self, source: Source, values: dict[str, Any]) -> Rows:
        """The rows; `KeyError` where a value is missing. Inside of a transaction when `source` is in one."""
        given = values | self.words if self.words else values
        arguments = [given[name] for name in self.names]
        if not isinstance(source, AsyncConnection | AsyncSession):
            return await source.fetch(self.sql, arguments)
        driver = await driver_in_transaction(source)
        if driver is None:
            return await source.run_sync(_rows, self.sql, tuple(arguments))
        with as_sqlalchemy_raises():
            rows: Rows = await driver.fetch(self.sql, *arguments)
        return rows

    async def each(self, session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
        """Run it for every row of values, in one go, inside of the session's transaction."""
        arguments = [tuple((row | self.words)[name] for name in self.names) for row in rows]
        driver = await driver_in_transaction(session)
        if driver is None:
            await session.run_sync(_rows, self.sql, arguments)
            return
        with as_sqlalchemy_raises():
            if len(arguments) == 1:
                await driver.execute(self.sql, *arguments[0])
            else:
                await driver.executemany(self.sql, arguments)

    async def one_or_none(self, source: Source, values: dict[str, Any]) -> Mapping[str, Any] | None:
        """The only row, or nothing."""
        rows = await self.all(source, values)
        return rows[0] if rows else None


async def driver_in_transaction(source: AsyncConnection | AsyncSession) -> asyncpg.Connection | None:
    """The driver's own connection under SQLAlchemy's, inside of its transaction.

    A session's transaction begins here. None where every statement stands alone, and for a connection that
    is lost: SQLAlchemy sees that by itself, and deals with all the others of its pool.
    """
    connection = await _connection(source)
    if connection is None:
        return None
    adapted, driver = connection.connection.dbapi_connection, connection.connection.driver_connection
    if driver is None or driver.is_in_transaction():
        return driver
    if adapted is None or isinstance(source, AsyncConnection):
        return None
    try:
        await adapted._start_transaction()  # noqa: SLF001 - what SQLAlchemy's cursor does before its first statement
    except dialects.AsyncAdapt_asyncpg_dbapi.Error:
        return None
    return driver


async def _connection(source: AsyncConnection | AsyncSession) -> Connection | None:
    """SQLAlchemy's own; once a session has one, it is there without waiting, savepoints apart."""
    if isinstance(source, AsyncConnection):
        return source.sync_connection
    if _CONNECTED in source.info and not source.in_nested_transaction():
        return source.sync_session.connection()
    connection = await source.connection()
    source.info[_CONNECTED] = True
    return connection.sync_connection


def _rows(source: Connection | Session, sql: str, arguments: Any) -> Rows:  # noqa: ANN401 - SQLAlchemy's own
    connection = source.connection() if isinstance(source, Session) else source
    found = connection.exec_driver_sql(sql, arguments)
    return [dict(row) for row in found.mappings()] if found.returns_rows else []
