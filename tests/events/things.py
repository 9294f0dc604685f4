"""A kind of event for tests of the log, and the database's address for processes of their own."""

import asyncio
from typing import ClassVar

from sqlalchemy import text

from deskbell.core.auth import Actor, Level
from deskbell.events.event import Event

SYSTEM = Actor(kind="system", level=Level.admin)


class ThingMade(Event, type="test_thing.made", internal=True):
    """Something was made."""

    subject: ClassVar[str] = "thing"
    thing_id: int


def address_of(database):
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


async def settled(database):
    """Wait until the horizon has passed every event: tests of other processes hold it back for a while."""
    waiting = text("select exists (select from events where xid >= pg_snapshot_xmin(pg_current_snapshot()))")
    for _ in range(1000):
        async with database.reader() as connection:
            if not (await connection.execute(waiting)).scalar_one():
                return
        await asyncio.sleep(0.02)
