"""The dispatcher: every event once, whoever dies in between."""

import asyncio

import pytest
from sqlalchemy import select, text
from tests.events.things import SYSTEM, ThingMade, settled

from deskbell.core.jobs import JOBS, drain, job
from deskbell.events.dispatcher import dispatch_once, event_lag_seconds, run_dispatcher, start_dispatcher
from deskbell.events.models import ParkedEvent
from deskbell.events.record import record
from deskbell.events.subscribing import Projection, Reaction, Subscribers, ticket_lock
from deskbell.tickets.events import TicketPriorityChanged

ORDERED = text("""
select number::bigint from procrastinate_jobs,
    jsonb_array_elements_text(coalesce(args->'event_ids', jsonb_build_array(args->'event_id')))
    with ordinality as ordered(number, place)
where task_name = 'tests.react' order by id, place
""")


@pytest.fixture
def react():
    """A job that remembers its events."""
    known, seen = dict(JOBS), []

    @job("tests.react")
    async def work(session, *, event_id):
        seen.append(event_id)

    yield work, seen
    JOBS.clear()
    JOBS.update(known)


class Tally:
    """A projection that refuses the numbers in `refused`, each as often as it says."""

    def __init__(self, **refused):
        self.taken, self.batches, self.refused = (
            [],
            [],
            {int(key[1:]): times for key, times in refused.items()},
        )

    async def __call__(self, session, events):
        numbers = [event.fact().thing_id for event in events]
        self.batches.append(numbers)
        for number in numbers:
            if self.refused.get(number):
                self.refused[number] -= 1
                raise ValueError("words of a person")
        await session.execute(
            text("insert into things select unnest(cast(:numbers as int[]))"), {"numbers": numbers}
        )
        self.taken += numbers

    def subscription(self):
        async def tally(session, events):
            await self(session, events)

        return Projection((ThingMade,), tally)


@pytest.fixture
async def things(session):
    await session.execute(text("create temporary table things (number int) on commit drop"))
    await start_from_here(session)


async def start_from_here(session):
    """Let the dispatcher begin after what the test database holds already."""
    await session.execute(
        text("update event_readers set event_id = (select coalesce(max(id), 0) from events), xid = '0'")
    )
    await session.execute(text("delete from events"))


async def make(session, *numbers):
    await record(session, SYSTEM, *[ThingMade(thing_id=number) for number in numbers])


async def test_batch_goes_to_projections_and_reactions(session, things, react):
    work, seen = react
    tally = Tally()
    subscribers = Subscribers((tally.subscription(),), (Reaction((ThingMade,), work),))
    await make(session, 1, 2, 3)
    assert await dispatch_once(session, subscribers, settled=False) == 3
    assert await dispatch_once(session, subscribers, settled=False) == 0
    assert tally.batches == [[1, 2, 3]]
    assert await drain(session) == 1  # one job, called for each of the three
    assert seen == sorted(seen)
    assert len(seen) == 3


async def test_only_matching_types_are_handed_over(session, things):
    tally = Tally()
    await record(session, SYSTEM, TicketPriorityChanged(ticket_id=1, version=1, before=1, after=2))
    assert await dispatch_once(session, Subscribers((tally.subscription(),), ()), settled=False) == 1
    assert tally.batches == []


async def test_failing_batch_is_tried_one_by_one(session, things):
    tally = Tally(n2=1)
    await make(session, 1, 2, 3)
    await dispatch_once(session, Subscribers((tally.subscription(),)), settled=False)
    assert tally.batches == [[1, 2, 3], [1], [2], [3]]
    assert (await session.scalars(text("select number from things"))).all() == [1, 2, 3]
    assert (await session.scalars(select(ParkedEvent))).all() == []


async def test_event_that_fails_twice_is_parked_and_the_rest_goes_on(session, things, react):
    work, seen = react
    tally = Tally(n2=2)
    await make(session, 1, 2, 3)
    subscribers = Subscribers((tally.subscription(),), (Reaction((ThingMade,), work),))
    await dispatch_once(session, subscribers, settled=False)
    assert (await session.scalars(text("select number from things"))).all() == [1, 3]
    parked = (await session.scalars(select(ParkedEvent))).one()
    assert parked.error == "ValueError"  # the type only: its text may hold a person's words
    assert parked.handler.endswith("tally")
    await drain(session)
    assert len(seen) == 3
    await make(session, 4)
    assert await dispatch_once(session, subscribers, settled=False) == 1


async def test_broken_sql_of_a_projection_does_not_spoil_the_transaction(session, things):
    async def broken(session, events):
        await session.execute(text("select 1/0"))

    tally = Tally()
    await make(session, 1)
    both = Subscribers((Projection((ThingMade,), broken), tally.subscription()))
    assert await dispatch_once(session, both, settled=False) == 1
    assert tally.taken == [1]


async def test_jobs_about_a_ticket_share_its_lock(session, things, react):
    work, _ = react
    await record(session, SYSTEM, TicketPriorityChanged(ticket_id=7, version=1, before=1, after=2))
    subscribers = Subscribers((), (Reaction((TicketPriorityChanged,), work, ticket_lock),))
    await dispatch_once(session, subscribers, settled=False)
    assert await session.scalar(text("select lock from procrastinate_jobs")) == "ticket:7"


@pytest.mark.commits
async def test_killed_dispatcher_orders_each_job_once(live_database, react):
    work, _ = react
    subscribers = Subscribers((), (Reaction((ThingMade,), work),))
    await start_dispatcher(live_database)
    async with live_database.session() as session:
        await make(session, *range(5))
    await settled(live_database)
    for _ in range(3):  # dies before its commit
        async with live_database.session() as session:
            assert await dispatch_once(session, subscribers) == 5
            await session.rollback()
    async with live_database.session() as session:
        assert await dispatch_once(session, subscribers) == 5
    async with live_database.session() as session:
        assert await dispatch_once(session, subscribers) == 0
        ordered = (await session.scalars(ORDERED)).all()
    assert len(ordered) == len(set(ordered)) == 5


@pytest.mark.commits
async def test_one_leads_and_the_others_skip(live_database, react):
    work, _ = react
    subscribers = Subscribers((), (Reaction((ThingMade,), work),))
    await start_dispatcher(live_database)
    async with live_database.session() as session:
        await make(session, 1)
    await settled(live_database)
    async with live_database.session() as leader, live_database.session() as other:
        assert await dispatch_once(leader, subscribers) == 1
        assert await dispatch_once(other, subscribers) == 0


@pytest.mark.commits
async def test_three_dispatchers_at_once_order_each_job_once(live_database, react):
    work, _ = react
    subscribers = Subscribers((), (Reaction((ThingMade,), work),))
    running = [asyncio.create_task(run_dispatcher(live_database, subscribers)) for _ in range(3)]
    for start in range(0, 60, 3):
        async with live_database.session() as session:
            await make(session, *range(start, start + 3))
    async with asyncio.timeout(30):
        while True:
            async with live_database.reader() as connection:
                ordered = (await connection.scalars(ORDERED)).all()
                lag = await event_lag_seconds(connection)
            if len(ordered) >= 60:
                break
            await asyncio.sleep(0.05)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert len(ordered) == len(set(ordered)) == 60
    assert lag == 0


@pytest.mark.commits
async def test_lag_shows_what_an_open_transaction_holds_up(live_database):
    await start_dispatcher(live_database)
    async with live_database.session() as holder:
        await holder.execute(text("select pg_current_xact_id()"))
        async with live_database.session() as session:
            await make(session, 1)
        await asyncio.sleep(0.05)
        async with live_database.session() as session:
            assert await dispatch_once(session, Subscribers()) == 0
        async with live_database.reader() as connection:
            assert await event_lag_seconds(connection) > 0.04
    await settled(live_database)
    async with live_database.session() as session:
        assert await dispatch_once(session, Subscribers()) == 1
