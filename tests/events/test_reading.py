"""Following the log: nothing is lost, whatever the order in which transactions end."""

import asyncio
import random

import pytest
from sqlalchemy import text
from tests.events.things import SYSTEM, ThingMade, address_of, settled

from deskbell.core.config import Settings
from deskbell.core.db import open_database
from deskbell.events.reading import Position, end_of_log, follow, read_after
from deskbell.events.record import record

WRITERS, TRANSACTIONS = 16, 12


@pytest.fixture
async def wide_database(live_database, tmp_path):
    settings = Settings(data_dir=tmp_path, database_url=address_of(live_database), database_pool=WRITERS + 4)
    database = open_database(settings)
    yield database
    await database.close()


async def write(database, writer):
    """Transactions that keep their event's number for a while before they commit, and some that never do."""
    choose = random.Random(writer)
    kept = 0
    for turn in range(TRANSACTIONS):
        async with database.session() as session:
            await record(session, SYSTEM, ThingMade(thing_id=writer * 1000 + turn))
            await asyncio.sleep(choose.random() * 0.03)
            if choose.random() < 0.2:
                await session.rollback()
            else:
                kept += 1
    return kept


@pytest.mark.commits
async def test_follower_loses_nothing_under_sixteen_writers(wide_database):
    async with wide_database.reader() as connection:
        start = await end_of_log(connection)
    seen = []

    async def read():
        async for events in follow(wide_database, start):
            seen.extend(events)

    reading = asyncio.create_task(read())
    kept = sum(await asyncio.gather(*(write(wide_database, writer) for writer in range(WRITERS))))
    for _ in range(1500):
        if len(seen) >= kept:
            break
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    async with wide_database.reader() as connection:
        stored = set(
            (await connection.scalars(text("select id from events where subject_type = 'thing'"))).all()
        )
    assert [event.position for event in seen] == sorted(event.position for event in seen)
    assert len(seen) == kept
    assert {event.id for event in seen} == stored


@pytest.mark.commits
async def test_late_commit_is_seen_in_its_turn(live_database):
    async with live_database.reader() as connection:
        start = await end_of_log(connection)
        async with live_database.session() as early:
            await record(early, SYSTEM, ThingMade(thing_id=1))
            async with live_database.session() as late:
                await record(late, SYSTEM, ThingMade(thing_id=2))
            assert await read_after(connection, start) == []
        await settled(live_database)
        seen = await read_after(connection, start)
    assert [event.fact().thing_id for event in seen] == [1, 2]


def test_positions_are_ordered_as_the_log_is():
    assert Position(9, 10) < Position(10, 1) < Position(10, 2)
    assert str(Position(10, 2)) == "10-2"
