"""Jobs outlive their worker, and the worker its database's absence."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from tests.events.things import address_of

from deskbell.core import job_worker
from deskbell.core.config import Settings
from deskbell.core.jobs import JOBS, enqueue, job
from deskbell.core.outbound import Outbound

pytestmark = pytest.mark.commits
CUT = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where application_name = 'deskbell worker' and datname = current_database()
"""
# At a full minute the worker adds jobs of its own.
OURS = "from procrastinate_jobs where task_name like 'tests.%'"


@pytest.fixture
async def done(live_database):
    """The table that the jobs of these tests write to, and the kinds of jobs."""
    known = dict(JOBS)
    async with live_database.session() as session:
        await session.execute(text("create table done (number int)"))

    @job("tests.hang")
    async def hang(session, *, number):
        await session.execute(text("insert into done (number) values (:number)"), {"number": number})

    @job("tests.fail", retries=1)
    async def fail(session, *, number):
        await session.execute(text("insert into done (number) values (:number)"), {"number": number})
        raise ValueError("words of a person")

    yield
    JOBS.clear()
    JOBS.update(known)


@asynccontextmanager
async def working(database, tmp_path):
    """A worker in this process."""
    settings = Settings(data_dir=tmp_path, database_url=address_of(database))
    task = asyncio.create_task(job_worker.do_jobs(database, settings))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def queue(database):
    """Procrastinate's view of the database."""
    async with (
        AsyncConnectionPool(
            address_of(database), min_size=1, open=False, kwargs={"autocommit": True}
        ) as pool,
        job_worker.queue_app(database, Outbound()).open_async(pool) as app,
    ):
        yield app


async def answer(database, statement):
    async with database.reader() as connection:
        return (await connection.execute(text(statement))).scalar_one()


async def until(database, statement, expected, seconds=60):
    for _ in range(int(seconds * 20)):
        if await answer(database, statement) == expected:
            return
        await asyncio.sleep(0.05)
    assert await answer(database, statement) == expected


async def test_job_of_a_killed_worker_is_done_by_another(live_database, done, tmp_path):
    async with live_database.session() as session:
        await enqueue(session, "tests.hang", {"number": 1})
    script = Path(__file__).with_name("patient_worker.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        address_of(live_database),
        str(tmp_path),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        async with asyncio.timeout(60):
            assert await process.stdout.readline() == b"began 1\n"
    finally:
        process.kill()
        await process.wait()
        process._transport.close()
    assert await answer(live_database, f"select status::text {OURS}") == "doing"
    async with queue(live_database) as app:
        assert await job_worker.rescue_stalled(app, seconds=3600) == 0  # its heart may still beat
        await asyncio.sleep(0.3)
        assert await job_worker.rescue_stalled(app, seconds=0.2) == 1
    async with working(live_database, tmp_path):
        await until(live_database, f"select count(*) {OURS}", 0)
    assert await answer(live_database, "select count(*) from done") == 1  # what was begun was undone


async def test_job_that_ends_its_workers_is_given_up(live_database, done):
    async with live_database.session() as session:
        await enqueue(session, "tests.hang", {"number": 1})
        await session.execute(
            text("update procrastinate_jobs set status = 'doing', attempts = :most"),
            {"most": job_worker.MOST_RESCUES},
        )
    async with queue(live_database) as app:
        assert isinstance(app, App)
        assert await job_worker.rescue_stalled(app) == 1
    assert await answer(live_database, f"select status::text {OURS}") == "failed"


async def test_failing_job_is_undone_tried_again_and_kept(live_database, done, tmp_path):
    async with live_database.session() as session:
        await enqueue(session, "tests.fail", {"number": 1})
    async with working(live_database, tmp_path):
        await until(live_database, f"select attempts {OURS}", 1)
        await until(live_database, f"select status::text {OURS}", "failed")
    assert await answer(live_database, "select count(*) from done") == 0


async def test_worker_comes_back_after_its_connections_were_cut(live_database, done, tmp_path):
    async with working(live_database, tmp_path):
        async with live_database.session() as session:
            await enqueue(session, "tests.hang", {"number": 1})
        await until(live_database, "select count(*) from done", 1)
        await until(live_database, f"select count(*) {OURS}", 0)  # what is not written off is done again
        assert await answer(live_database, CUT) >= 1
        async with live_database.session() as session:
            await enqueue(session, "tests.hang", {"number": 2})
        await until(live_database, "select count(*) from done", 2)


async def test_end_of_a_job_is_written_though_the_connections_were_cut(live_database, done, tmp_path):
    @job("tests.cut")
    async def cut(session, *, number):
        await session.execute(text("insert into done (number) values (:number)"), {"number": number})
        await session.execute(text(CUT))

    async with live_database.session() as session:
        await enqueue(session, "tests.cut", {"number": 1})
    async with working(live_database, tmp_path):
        await until(live_database, f"select count(*) {OURS}", 0)
    assert await answer(live_database, "select count(*) from done") == 1


async def test_job_whose_end_could_not_be_written_is_done_again(live_database, done, tmp_path, monkeypatch):
    write, lost = JobManager.finish_job_by_id_async, []

    async def lose_the_first(self, **outcome):
        if not lost:
            lost.append(outcome)
            raise ConnectorException
        await write(self, **outcome)

    monkeypatch.setattr(JobManager, "finish_job_by_id_async", lose_the_first)
    async with live_database.session() as session:
        await enqueue(session, "tests.hang", {"number": 1})
    async with working(live_database, tmp_path):
        await until(live_database, "select count(*) from done", 2)
        await until(live_database, f"select count(*) {OURS}", 0)


async def test_work_on_the_outside_holds_no_transaction_open(live_database, done, tmp_path):
    given = []
    open_ones = (
        "select count(*) from pg_stat_activity where state like 'idle in%' and pid <> pg_backend_pid()"
        " and datname = current_database()"
    )

    @job("tests.call", outside=True)
    async def call(database, outbound, *, number):
        given.append((database, type(outbound), await answer(database, open_ones)))

    async with live_database.session() as session:
        await enqueue(session, "tests.call", {"number": 1})
    async with working(live_database, tmp_path):
        await until(live_database, f"select count(*) {OURS}", 0)
    assert given == [(live_database, Outbound, 0)]


async def test_worker_that_is_told_to_end_lets_its_job_end(live_database, done, tmp_path):
    @job("tests.slow")
    async def slow(session, *, number):
        await session.execute(text("insert into done (number) values (:number)"), {"number": number})
        await asyncio.sleep(0.5)

    async with live_database.session() as session:
        await enqueue(session, "tests.slow", {"number": 1})
    async with working(live_database, tmp_path):
        await until(live_database, f"select count(*) {OURS} and status = 'doing'", 1)
    assert await answer(live_database, "select count(*) from done") == 1
    assert await answer(live_database, f"select count(*) {OURS}") == 0
