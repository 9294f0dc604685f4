"""Files reach the disk whole or not at all, whatever they are called (T71, T80)."""

import asyncio
import errno
import os
import stat
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from deskbell.core.storage import FileMissing, FileTooLarge, FolderStorage, StorageFull


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "files")


async def stream(*chunks, fail=None):
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk
    if fail:
        raise fail


async def content(storage, key, *span):
    return b"".join([chunk async for chunk in await storage.read(key, *span)])


def everything(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 3_000_000])
async def test_round_trip(storage, tmp_path, size):
    data = os.urandom(size)
    stored = await storage.write(
        stream(*(data[at : at + 60_000] for at in range(0, size, 60_000))), limit=size
    )
    assert (stored.size, stored.sha256, stored.head) == (size, sha256(data).hexdigest(), data[:65_536])
    assert await content(storage, stored.key) == data
    (path,) = everything(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path == tmp_path / "files" / stored.key
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


async def test_ranges(storage):
    stored = await storage.write(stream(b"0123456789"), limit=10)
    assert await content(storage, stored.key, 3) == b"3456789"
    assert await content(storage, stored.key, 0, 1) == b"0"
    assert await content(storage, stored.key, 4, 7) == b"456"


async def test_too_large_leaves_nothing(storage, tmp_path):
    with pytest.raises(FileTooLarge) as refused:
        await storage.write(stream(b"x" * 2_000_000, b"x"), limit=2_000_000)
    assert refused.value.status == 413
    assert everything(tmp_path) == []


@pytest.mark.parametrize("fault", [ConnectionResetError(), RuntimeError("cut off")])
async def test_cut_off_leaves_nothing(storage, tmp_path, fault):
    with pytest.raises(type(fault)):
        await storage.write(stream(b"x" * 1_500_000, fail=fault), limit=2_000_000)
    assert everything(tmp_path) == []


async def test_given_up_leaves_nothing(storage, tmp_path):
    started = asyncio.Event()

    async def slow():
        yield b"x" * 1_500_000
        started.set()
        await asyncio.sleep(60)

    task = asyncio.ensure_future(storage.write(slow(), limit=2_000_000))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert everything(tmp_path) == []


async def test_full_disk_is_a_problem(storage, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deskbell.core.storage.contract._finish", full)
    with pytest.raises(StorageFull):
        await storage.write(stream(b"x"), limit=10)
    assert everything(tmp_path) == []


async def test_file_and_folders_are_flushed_before_the_answer(storage, tmp_path, monkeypatch):
    flushed: list[str] = []
    flush = os.fsync

    def noting(descriptor):
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        flush(descriptor)

    monkeypatch.setattr("deskbell.core.storage.folder.os.fsync", noting)
    stored = await storage.write(stream(b"x"), limit=10)
    root = tmp_path / "files"
    folder = (root / stored.key).parent
    assert flushed[0].startswith(str(root / "incoming"))
    assert flushed[1:] == [str(folder), str(folder.parent), str(root)]


async def test_delete_twice(storage):
    stored = await storage.write(stream(b"x"), limit=10)
    await storage.delete(stored.key)
    await storage.delete(stored.key)
    with pytest.raises(FileMissing):
        await storage.read(stored.key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "..",
        "../x",
        "/etc/passwd",
        "ab/cd/x",
        "incoming/x",
        "ab/cd/" + "ab" * 16,
        "ab/cd/abcd" + "0" * 28 + "\n",
    ],
)
async def test_no_other_keys(storage, key):
    with pytest.raises(FileMissing):
        await storage.read(key)
    with pytest.raises(FileMissing):
        await storage.delete(key)


async def test_sweeps(storage, tmp_path):
    old = await storage.write(stream(b"old"), limit=10)
    new = await storage.write(stream(b"new"), limit=10)
    abandoned = tmp_path / "files" / "incoming" / "left"
    abandoned.write_bytes(b"x")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).timestamp()
    for path in (tmp_path / "files" / old.key, abandoned):
        os.utime(path, (yesterday, yesterday))
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert [key async for key in storage.list_older_than(hour_ago)] == [old.key]
    assert {key async for key in storage.list_older_than(datetime.now(UTC) + timedelta(1))} == {
        old.key,
        new.key,
    }
    assert await storage.remove_abandoned(hour_ago) == 1
    assert not abandoned.exists()
