"""Files in a bucket: whole or not at all, as in a folder (T71, T80), and never open to the world (T10)."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from tests.core.buckets import BucketServer

from deskbell.core.config import Settings
from deskbell.core.storage import (
    BucketStorage,
    FileMissing,
    FileTooLarge,
    StorageAway,
    UnusableBucket,
    open_storage,
)
from deskbell.files.actions.sweep import sweep

LOOPBACK = ["127.0.0.0/8"]


@pytest.fixture(scope="module")
def server():
    started = BucketServer()
    yield started
    started.stop()


def settings_of(server, folder, address="s3://desk/files/here", **changed):
    known = {
        "data_dir": folder,
        "storage": address,
        "s3_endpoint": server.endpoint,
        "s3_region": "eu-central-1",
        "s3_access_key": "key",
        "s3_secret_key": "hush",
        "private_networks": LOOPBACK,
    }
    return Settings(**(known | changed))


@pytest.fixture
def storage(server, tmp_path):
    return open_storage(settings_of(server, tmp_path))


async def stream(*chunks, fail=None):
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk
    if fail:
        raise fail


async def content(storage, key, *span):
    return b"".join([chunk async for chunk in await storage.read(key, *span)])


def left_here(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 65_537, 9_000_000])
async def test_round_trip_in_one_piece_and_in_parts(storage, server, tmp_path, size):
    data = os.urandom(size)
    parts = [data[at : at + 700_000] for at in range(0, size, 700_000)]
    stored = await storage.write(stream(*parts), limit=size)
    assert (stored.size, stored.sha256, stored.head) == (size, sha256(data).hexdigest(), data[:65_536])
    assert await content(storage, stored.key) == data
    assert f"files/here/{stored.key}" in server.listed()
    assert "AllUsers" not in server.ask("GET", f"/files/here/{stored.key}?acl").text
    assert left_here(tmp_path) == []


async def test_ranges_and_ends(storage):
    stored = await storage.write(stream(b"0123456789"), limit=10)
    assert await content(storage, stored.key, 3) == b"3456789"
    assert await content(storage, stored.key, 4, 7) == b"456"
    await storage.delete(stored.key)
    await storage.delete(stored.key)
    for key in (stored.key, "../x", "ab/cd/x"):
        with pytest.raises(FileMissing):
            await storage.read(key)


@pytest.mark.parametrize("fault", [FileTooLarge, ConnectionResetError])
async def test_what_breaks_off_leaves_nothing(storage, server, tmp_path, fault):
    before = server.listed()
    with pytest.raises(fault):
        await storage.write(
            stream(b"x" * 1_500_000, fail=ConnectionResetError()), limit=1_500_000 - (fault is FileTooLarge)
        )
    assert server.listed() == before
    assert left_here(tmp_path) == []


async def test_the_sweep_takes_what_no_row_names(storage, session):
    stored = await storage.write(stream(b"old"), limit=10)
    tomorrow = datetime.now(UTC) + timedelta(days=1, hours=1)
    assert stored.key not in [key async for key in storage.list_older_than(datetime.now(UTC) - timedelta(1))]
    assert await sweep(session, storage, tomorrow) >= 1
    with pytest.raises(FileMissing):
        await storage.read(stored.key)


@pytest.mark.parametrize("changed", [{"s3_endpoint": "http://127.0.0.1:1"}, {"storage": "s3://missing"}])
async def test_a_bucket_that_is_away_says_so(server, tmp_path, changed):
    storage = open_storage(settings_of(server, tmp_path, **changed))
    with pytest.raises(StorageAway) as refused:
        await storage.write(stream(b"x"), limit=10)
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})


@pytest.mark.parametrize(
    ("endpoint", "networks", "fits"),
    [
        ("http://127.0.0.1:9000", [], False),
        ("https://10.0.0.7", [], False),
        ("http://minio:9000", [], False),
        ("https://169.254.169.254", LOOPBACK, False),
        ("https://10.0.0.7", ["10.0.0.0/8"], True),
        ("https://s3.example.org", [], True),
    ],
)
def test_an_endpoint_of_ours_is_opened_by_setting(server, tmp_path, endpoint, networks, fits):
    """T40: the one request that passes the outgoing client goes where the operator said, twice."""
    settings = settings_of(server, tmp_path, s3_endpoint=endpoint, private_networks=networks)
    if fits:
        assert isinstance(open_storage(settings), BucketStorage)
        return
    with pytest.raises(UnusableBucket, match="DESKBELL_PRIVATE_NETWORKS"):
        open_storage(settings)


async def test_uploads_and_downloads_through_the_api(app, session, client_as, storage, monkeypatch):
    from tests.factories.desk import make_desk

    desk = await make_desk(session)
    monkeypatch.setitem(app.state._state, "storage", storage)  # setattr would take it away in the end
    agent = await client_as(desk.agent, "agent")
    made = (await agent.post("/v1/files", files={"file": ("a.txt", b"0123456789")})).json()
    part = await agent.get(made["url"], headers={"Range": "bytes=2-4"})
    head = await agent.head(f"/v1/files/{made['id']}")
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert (head.status_code, head.headers["content-length"]) == (200, "10")
    assert made["url"].startswith("/v1/files/") or made["url"].startswith("http://test/v1/files/")
