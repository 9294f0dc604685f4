"""The worker as a whole: from an event to what follows from it, and an orderly end."""

import asyncio

import pytest
from sqlalchemy import text
from tests import waiting
from tests.events.things import address_of
from tests.live.world import AGENT, CUSTOMER, SUPPORT, build_world

from deskbell import worker
from deskbell.core.config import Settings
from deskbell.core.jobs import JOBS
from deskbell.subscribers import schedule_sweeps
from deskbell.tickets.events import TicketCreated, TicketMessageAdded
from deskbell.worker import work

pytestmark = pytest.mark.commits


async def until(database, statement, expected):
    """Wait for the answer."""

    async def answered():
        return (await connection.execute(text(statement))).scalar() == expected

    async with database.reader() as connection:
        await waiting.until(answered)


@pytest.fixture
def settings(live_database, tmp_path):
    """Settings of a worker, with the sweeps registered; what it registers is forgotten after the test."""
    known = dict(JOBS)
    made = Settings(data_dir=tmp_path, database_url=address_of(live_database))
    schedule_sweeps(made)
    yield made
    JOBS.clear()
    JOBS.update(known)


async def test_from_event_to_bell_and_count(live_database, settings):
    world = await build_world(live_database)
    opened = TicketCreated(
        ticket_id=world.ticket,
        version=1,
        department_id=SUPPORT,
        requester_id=CUSTOMER,
        status_id=1,
        open=True,
    )
    said = TicketMessageAdded(ticket_id=world.ticket, version=2, message_id=1, by_staff=False)
    told = asyncio.Event()
    working = asyncio.create_task(work(live_database, settings, told))
    async with asyncio.timeout(30):
        await until(live_database, "select count(*) from procrastinate_workers", 1)
        await world.change("update tickets set assignee_id = :who", opened, said, who=AGENT)
        await until(live_database, "select sum(open_tickets) from department_open_counts", 1)
        await until(live_database, f"select count(*) from notifications where user_id = {AGENT}", 1)
        await until(live_database, "select count(*) from events where type = 'notification.created'", 1)
        told.set()
        await working
    async with live_database.reader() as connection:
        assert (await connection.execute(text("select count(*) from procrastinate_workers"))).scalar() == 0


async def test_part_that_loses_its_cancellation_is_told_again(live_database, settings, monkeypatch):
    cancellations = []

    async def deaf_at_first(*_):
        while len(cancellations) < 2:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancellations.append("lost")

    monkeypatch.setattr(worker, "run_sender", deaf_at_first)
    monkeypatch.setattr(worker, "ENDING_SECONDS", 0.5)
    told = asyncio.Event()
    working = asyncio.create_task(work(live_database, settings, told))
    await asyncio.sleep(0)
    told.set()
    async with asyncio.timeout(20):
        await working
    assert cancellations == ["lost", "lost"]


async def test_part_that_fails_ends_the_worker_with_its_error(live_database, settings):
    nowhere = settings.model_copy(update={"database_url": None})
    async with asyncio.timeout(10):
        with pytest.raises(ValueError, match="database_url"):
            await work(live_database, nowhere, asyncio.Event())


@pytest.mark.parametrize(
    "name", ["files.sweep", "idempotency.purge", "rate_limits.purge", "sessions.sweep", "events.purge"]
)
async def test_sweeps_run_on_the_schema(live_database, settings, name):
    async with live_database.session() as session:
        await JOBS[name].work(session)


async def test_old_events_go_and_the_history_of_tickets_stays(live_database, settings):
    world = await build_world(live_database)
    said = TicketMessageAdded(ticket_id=world.ticket, version=2, message_id=1, by_staff=False)
    await world.tell(said)
    async with live_database.session() as session:
        await session.execute(
            text("""
            insert into events (type, actor_kind, subject_type, subject_id, data) values
            ('user.changed', 'user', 'user', 1, '{}'), ('user.changed', 'user', 'user', 2, '{}')
            """)
        )
        await session.execute(text("update events set at = now() - interval '2 years' where subject_id <> 2"))
        await JOBS["events.purge"].work(session)
        left = await session.scalars(text("select type from events order by id"))
        assert left.all() == ["ticket.message_added", "user.changed"]
