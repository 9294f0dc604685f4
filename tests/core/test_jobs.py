"""Jobs: as lasting as the transaction that orders them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from deskbell.core.jobs import (
    JOBS,
    Job,
    JobNameTaken,
    JobsDoNotEnd,
    Order,
    drain,
    enqueue,
    enqueue_all,
    job,
    schedule,
)

WAITING = text(
    "select task_name, args, lock, scheduled_at from procrastinate_jobs where status = 'todo' order by id"
)


@pytest.fixture
def done():
    """What the jobs of a test did; their kinds are forgotten after it."""
    known, did = dict(JOBS), []

    @job("tests.note")
    async def note(session, *, number):
        did.append(number)

    @job("tests.again")
    async def again(session, *, number):
        did.append(number)
        await enqueue(session, "tests.again", {"number": number + 1})

    yield did
    JOBS.clear()
    JOBS.update(known)


async def test_job_stands_in_the_queue_with_its_arguments(session):
    moment = datetime.now(UTC) + timedelta(hours=1)
    await enqueue(session, "tests.note", {"number": 1, "word": "ä"}, lock="ticket:1", at=moment)
    rows = (await session.execute(WAITING)).all()
    assert [tuple(row) for row in rows] == [("tests.note", {"number": 1, "word": "ä"}, "ticket:1", moment)]


async def test_batch_keeps_its_order(session, done):
    await enqueue_all(session, [Order("tests.note", {"number": number}) for number in range(50)])
    await enqueue_all(session, [])
    assert await drain(session) == 50
    assert done == list(range(50))


async def test_undone_with_its_transaction(session, done):
    nested = await session.begin_nested()
    await enqueue(session, "tests.note", {"number": 1})
    await nested.rollback()
    assert await drain(session) == 0
    assert done == []


async def test_same_queueing_lock_waits_once(session, done):
    assert await enqueue(session, "tests.note", {"number": 1}, queueing_lock="one")
    assert not await enqueue(session, "tests.note", {"number": 2}, queueing_lock="one")
    assert await enqueue(session, "tests.note", {"number": 3}, queueing_lock="two")
    await drain(session)
    assert done == [1, 3]


async def test_later_work_is_not_done_yet(session, done):
    await enqueue(session, "tests.note", {"number": 1}, at=datetime.now(UTC) + timedelta(minutes=1))
    assert await drain(session) == 0


async def test_work_that_makes_work_is_done_too_but_not_for_ever(session, done):
    await enqueue(session, "tests.again", {"number": 0})
    with pytest.raises(JobsDoNotEnd, match=r"tests\.again still waits"):
        await drain(session, most=7)
    assert done == list(range(7))


def test_a_name_means_one_work(done):
    async def other(session):
        """Do nothing."""

    with pytest.raises(JobNameTaken):
        schedule(Job("tests.note", other))
    kind = JOBS["tests.note"]
    assert schedule(Job("tests.note", kind.work)).name == "tests.note"


async def test_the_insert_notification_is_dropped(session):
    """It would hold a lock over the flush of every transaction that enqueues."""
    names = text("select tgname from pg_trigger where tgrelid = 'procrastinate_jobs'::regclass")
    assert "procrastinate_jobs_notify_queue_job_inserted_v1" not in set(await session.scalars(names))
