"""One verb of a domain, done by the operator of the installation."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from deskbell.cli.database import with_database

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from deskbell.core.auth import Actor
    from deskbell.core.config import Settings

Result = TypeVar("Result")


def in_transaction(settings: "Settings", verb: "Callable[[AsyncSession], Awaitable[Result]]") -> Result:
    """Run the verb in a transaction on the installation's database and return what it returns."""
    import asyncio

    with with_database(settings) as reachable:
        return asyncio.run(_commit(reachable, verb))


def operator() -> "Actor":
    """Whoever has this terminal: events name the system, with an admin's rights."""
    from deskbell.core.auth import Actor, Level

    return Actor(kind="system", level=Level.admin)


async def _commit(settings: "Settings", verb: "Callable[[AsyncSession], Awaitable[Result]]") -> Result:
    from deskbell.core.db import open_database

    database = open_database(settings)
    try:
        async with database.session() as session:
            return await verb(session)
    finally:
        await database.close()
