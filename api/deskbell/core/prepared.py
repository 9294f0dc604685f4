"""Statements of the hottest requests: compiled once, then given to the driver as they are.

Building a statement, finding it in SQLAlchemy's cache and wrapping its rows costs more than PostgreSQL takes
to answer it (tests/benchmarks/README.md). What is measured to be hot is a `Prepared`; everything else is an
ordinary `select`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import Select, TextClause
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.dml import UpdateBase

from deskbell.core.read_pool import Reads, Rows, as_sqlalchemy_raises

_DIALECT = dialects.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy left it untyped
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
        if isinstance(source, AsyncSession):
            source = await source.connection()
        if not isinstance(source, AsyncConnection):
            return await source.fetch(self.sql, arguments)
        driver = driver_in_transaction(source)
        if driver is not None:
            with as_sqlalchemy_raises():
                rows: Rows = await driver.fetch(self.sql, *arguments)
            return rows
        found = await source.exec_driver_sql(
            self.sql, tuple(arguments)
        )  # SQLAlchemy begins its transaction here
        return [dict(row) for row in found.mappings()] if found.returns_rows else []

    async def each(self, session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
        """Run it for every row of values, in one go, inside of the session's transaction."""
        arguments = [tuple((row | self.words)[name] for name in self.names) for row in rows]
        connection = await session.connection()
        driver = driver_in_transaction(connection)
        if driver is None:
            await connection.exec_driver_sql(self.sql, arguments)
            return
        with as_sqlalchemy_raises():
            await driver.executemany(self.sql, arguments)

    async def one_or_none(self, source: Source, values: dict[str, Any]) -> Mapping[str, Any] | None:
        """The only row, or nothing."""
        rows = await self.all(source, values)
        return rows[0] if rows else None


def driver_in_transaction(connection: AsyncConnection) -> asyncpg.Connection | None:
    """The driver's own connection under SQLAlchemy's; None before its transaction has begun."""
    pooled = connection.sync_connection
    driver = None if pooled is None else pooled.connection.driver_connection
    return driver if driver is not None and driver.is_in_transaction() else None
