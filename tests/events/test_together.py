"""Events that are dispatched together are one job; if it fails, each is tried by itself."""

import pytest
from sqlalchemy import text
from tests.events.things import SYSTEM, ThingMade

from deskbell.core.job_worker import queue_app
from deskbell.core.jobs import JOBS, job
from deskbell.events.reading import LoggedEvent, Position
from deskbell.events.subscribing import TOGETHER, Reaction, ticket_lock

WAITING = text("select args from procrastinate_jobs where task_name = 'tests.together' order by id")


@pytest.fixture
def together():
    """A job that refuses the number 2, and what it was called with."""
    known, seen = dict(JOBS), []

    @job("tests.together")
    async def work(session, *, event_id):
        seen.append(event_id)
        await session.execute(text("select 1"))
        if event_id == 2:
            raise ValueError("never 2")

    yield work, seen
    JOBS.clear()
    JOBS.update(known)


def logged(number):
    fact = ThingMade(thing_id=number)
    return LoggedEvent(
        position=Position(1, number),
        at=None,
        type=fact.type,
        actor_kind=SYSTEM.kind,
        actor_id=None,
        subject_type="thing",
        subject_id=number,
        ticket_id=None,
        data={},
        depth=0,
    )


def test_many_events_are_few_jobs_and_all_of_them(together):
    work, _ = together
    orders = Reaction((ThingMade,), work).orders([logged(number) for number in range(1, 2 * TOGETHER + 2)])
    assert [len(order.args.get("event_ids", [0])) for order in orders] == [TOGETHER, TOGETHER, 1]
    assert orders[-1].args == {"event_id": 2 * TOGETHER + 1}


def test_with_a_lock_each_event_is_a_job(together):
    work, _ = together
    orders = Reaction((ThingMade,), work, ticket_lock).orders([logged(1), logged(2)])
    assert [order.args for order in orders] == [{"event_id": 1}, {"event_id": 2}]


@pytest.mark.commits
async def test_a_job_that_fails_is_parted(live_database, together):
    work, seen = together
    run = queue_app(live_database, None).tasks[work.name].func
    await run(event_ids=[1, 2, 3])
    assert seen == [1, 2]
    async with live_database.session() as session:
        waiting = list(await session.scalars(WAITING))
    assert waiting == [{"event_id": 1}, {"event_id": 2}, {"event_id": 3}]
    with pytest.raises(ValueError, match="never 2"):
        await run(event_id=2)
