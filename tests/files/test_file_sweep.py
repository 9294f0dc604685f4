"""The sweep removes what no message named within a day, and bytes that no row names; nothing else."""

import os
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, update
from tests.factories.tickets import make_message
from tests.factories.users import acting_as

from deskbell.core import jobs
from deskbell.core.config import Settings
from deskbell.core.storage import FileMissing, FolderStorage
from deskbell.files.actions.sweep import sweep
from deskbell.files.actions.upload import upload
from deskbell.files.models import File
from deskbell.subscribers import schedule_sweeps

NOW = datetime.now(UTC)


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "files")


@pytest.fixture
async def keep(session, desk, storage, tmp_path):
    """`await keep(hours)`: an upload of the agent that is so old, row and bytes."""

    async def make(hours):
        async def content():
            yield b"words"

        file = await upload(session, acting_as(desk.agent), storage, "a.txt", content(), 100)
        moment = NOW - timedelta(hours=hours)
        await session.execute(update(File).where(File.id == file.id).values(created_at=moment))
        age(tmp_path / "files" / file.storage_key, hours)
        return SimpleNamespace(id=file.id, storage_key=file.storage_key)

    return make


def age(path, hours):
    moment = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))


async def there(session, storage, file):
    """Whether the row and the bytes are there."""
    row = await session.scalar(select(File.id).where(File.id == file.id))
    try:
        bytes_ = b"".join([chunk async for chunk in await storage.read(file.storage_key)])
    except FileMissing:
        bytes_ = None
    return row is not None, bytes_ == b"words"


async def test_unused_uploads_go_after_a_day(session, storage, keep):
    old, young = await keep(25), await keep(23)
    await sweep(session, storage, NOW)
    assert await there(session, storage, young) == (True, True)
    assert (await there(session, storage, old))[0] is False
    await sweep(session, storage, NOW)
    assert await there(session, storage, old) == (False, False)
    assert await sweep(session, storage, NOW) == 0


async def test_what_a_message_names_stays(session, storage, keep, desk):
    file = await keep(25)
    await make_message(session, desk.ticket, desk.agent, file_ids=[file.id])
    await session.execute(update(File).values(created_at=NOW - timedelta(days=400)))
    await sweep(session, storage, NOW)
    assert await there(session, storage, file) == (True, True)


async def test_bytes_without_a_row_go_after_two_hours(session, storage, tmp_path, keep):
    """What an upload leaves whose transaction failed after the bytes were stored."""
    lost, recent, named = await keep(3), await keep(1), await keep(3)
    await session.execute(delete(File).where(File.id.in_([lost.id, recent.id])))
    assert await sweep(session, storage, NOW) == 1
    assert await there(session, storage, lost) == (False, False)
    assert await there(session, storage, recent) == (False, True)
    assert await there(session, storage, named) == (True, True)


async def test_what_killed_processes_left_goes(session, storage, tmp_path):
    old, young = (tmp_path / "files" / "incoming" / name for name in ("old", "young"))
    for path, hours in ((old, 3), (young, 1)):
        path.write_bytes(b"x")
        age(path, hours)
    assert await sweep(session, storage, NOW) == 1
    assert not old.exists()
    assert young.exists()


async def test_more_than_a_batch(session, storage, keep, monkeypatch):
    monkeypatch.setattr("deskbell.files.actions.sweep.BATCH", 2)
    files = [await keep(3) for _ in range(5)]
    await session.execute(delete(File).where(File.id.in_([file.id for file in files[:3]])))
    assert await sweep(session, storage, NOW) == 3
    assert [(await there(session, storage, file))[1] for file in files] == [False] * 3 + [True] * 2


async def test_sweep_that_is_undone_loses_no_bytes(session, storage, keep):
    """A row that comes back when the transaction fails can still be named by a message."""
    file = await keep(25)
    async with session.begin_nested() as undone:
        await sweep(session, storage, NOW)
        await undone.rollback()
    assert await there(session, storage, file) == (True, True)


async def test_it_is_scheduled(session, storage, keep, tmp_path, monkeypatch):
    monkeypatch.setattr("deskbell.core.jobs.JOBS", {})
    schedule_sweeps(Settings(data_dir=tmp_path))
    scheduled = jobs.JOBS["files.sweep"]
    assert scheduled.cron
    old, young = await keep(25), await keep(1)
    for _ in range(2):
        await scheduled.work(session)
    assert await there(session, storage, old) == (False, False)
    assert await there(session, storage, young) == (True, True)
