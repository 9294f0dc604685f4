"""The ceiling of records that an agent may read in an hour (T65)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Final

from fastapi import Depends, Request

from deskbell.core.auth import Actor
from deskbell.core.db import Database
from deskbell.core.problems import TooManyRequests
from deskbell.core.rate_limits import hit
from deskbell.events.record import record
from deskbell.permissions.events import UserCeilingReached

HOUR: Final = timedelta(hours=1)


async def count_records(database: Database, actor: Actor, records: int) -> None:
    """Count tickets or people that the actor gets to read. Raises `TooManyRequests` above the ceiling.

    Costs nothing where there is none. The first refusal of an hour is recorded.
    """
    ceiling = actor.records_an_hour
    reader = actor.behind or actor
    if ceiling is None or not records:
        return
    async with database.reader() as connection:
        state = await hit(connection, f"records:{reader.user_id}", ceiling, HOUR, amount=records)
        if state.allowed:
            return
        first = await hit(connection, f"records-told:{reader.user_id}", 1, HOUR)
    if first.allowed:
        async with database.session() as session:
            fact = UserCeilingReached(user_id=reader.account_id, records_an_hour=ceiling)
            await record(session, actor, fact)
    message = f"You may read {ceiling} records an hour. Wait, or ask an admin for more."
    raise TooManyRequests(message, headers=state.headers)


Counter = Callable[[Actor, int], Awaitable[None]]


async def get_counter(request: Request) -> Counter:
    """`count_records` for this application."""
    database: Database = request.app.state.database

    async def count(actor: Actor, records: int) -> None:
        await count_records(database, actor, records)

    return count


CountRecords = Annotated[Counter, Depends(get_counter, scope="function")]
