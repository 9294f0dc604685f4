"""Ranges, sane and not: the file or a part of it, at once, and never a fault (T75)."""

import pytest
from tests.conftest import client_of
from tests.factories.uploads import fetch, upload

CONTENT = bytes(range(256)) * 400
BOMBS = [
    "bytes=" + ",".join("0-" for _ in range(20_000)),
    "bytes=" + ",".join(f"{number}-{number}" for number in range(10_000)),
    "bytes=" + "," * 50_000,
    "bytes=0-" + "9" * 50_000,
    "bytes=" + "-" * 50_000,
    "bytes=" + " " * 50_000 + "0-1",
    "bytes=0-1" + ";" * 50_000,
    "x" * 50_000,
]
ODD = ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=--1", "items=0-1", "bytes=0-1,5-6"]
ODD += [
    "bytes=0-0",
    "bytes=0-",
    "bytes=-1",
    "bytes=-0",
    f"bytes={len(CONTENT)}-",
    "bytes=1-1, 2-2",
    "bytes=0x1-2",
]


@pytest.fixture
async def url(as_agent):
    """The address of a file."""
    return (await upload(as_agent, "a.bin", CONTENT))["url"]


async def test_ranges_of_any_kind(app, url):
    for said in [*BOMBS, *ODD]:
        check(await fetch(app, url, range=said), said[:40])


def check(response, said):
    """The whole, the part that the answer names, or a refusal."""
    assert response.status_code in {200, 206, 416}, said
    if response.status_code == 416:
        return
    expected = CONTENT
    if response.status_code == 206:
        first, last = response.headers["content-range"].removeprefix("bytes ").split("/")[0].split("-")
        expected = CONTENT[int(first) : int(last) + 1]
    assert response.content == expected, said
    assert response.headers["content-length"] == str(len(expected)), said
    assert response.headers["content-disposition"].startswith("attachment;"), said


async def test_one_range_is_a_part(app, url):
    size = len(CONTENT)
    for said, (first, last) in {
        "bytes=0-0": (0, 0),
        "bytes=5-9": (5, 9),
        "bytes=90000-": (90_000, size - 1),
        "bytes=-7": (size - 7, size - 1),
        f"bytes=-{size + 1}": (0, size - 1),
        f"bytes={size - 1}-{size + 99}": (size - 1, size - 1),
        "Bytes=5-5": (5, 5),
    }.items():
        response = await fetch(app, url, range=said)
        assert (response.status_code, response.content) == (206, CONTENT[first : last + 1]), said
        assert response.headers["content-range"] == f"bytes {first}-{last}/{size}", said
        assert response.headers["accept-ranges"] == "bytes"


async def test_several_or_unreadable_ranges_are_the_whole(app, url):
    for said in ("bytes=0-1,5-6", "bytes=1-1, 2-2", "items=0-1", "bytes=5-2", "bytes=", "nonsense"):
        response = await fetch(app, url, range=said)
        assert (response.status_code, response.content) == (200, CONTENT), said
        assert "content-range" not in response.headers


async def test_range_behind_the_end_is_a_416(app, url):
    for said in (f"bytes={len(CONTENT)}-", "bytes=-0"):
        response = await fetch(app, url, range=said)
        assert (response.status_code, response.json()["code"]) == (416, "range_outside"), said
        assert response.headers["content-range"] == f"bytes */{len(CONTENT)}"


async def test_if_range_is_for_this_file_only(app, url):
    etag = (await fetch(app, url)).headers["etag"]
    for said, status in (
        (etag, 206),
        ('"another"', 200),
        (f"W/{etag}", 200),
        ("Wed, 25 Nov 2026 00:00:00 GMT", 200),
    ):
        response = await fetch(app, url, range="bytes=0-1", **{"if-range": said})
        assert response.status_code == status, said
        assert response.content == (CONTENT[:2] if status == 206 else CONTENT)
    outside = await fetch(app, url, range="bytes=999999-", **{"if-range": '"another"'})
    assert (outside.status_code, outside.content) == (200, CONTENT)


async def test_head_says_what_a_download_would(app, url, as_agent, as_customer):
    whole = await fetch(app, url)
    async with client_of(app, {"range": "bytes=0-1"}) as nobody:
        head = await nobody.head(url)
        assert (head.status_code, head.content) == (200, b"")
        named = ("accept-ranges", "content-disposition", "content-length", "content-type", "etag")
        assert {name: head.headers[name] for name in named} == {name: whole.headers[name] for name in named}
        assert (await nobody.head(url + "x")).status_code == 401
        assert (await nobody.head(url.split("?")[0])).status_code == 404
    assert (await as_customer.head(url.split("?")[0])).status_code == 404
    assert (await as_agent.head(url.split("?")[0])).status_code == 200


async def test_empty_file(app, as_agent):
    made = await upload(as_agent, "empty.txt", b"")
    assert (await fetch(app, made["url"])).status_code == 200
    assert (await fetch(app, made["url"], range="bytes=0-")).status_code == 416


async def test_range_of_what_may_not_be_seen(anonymous, as_agent):
    file = await upload(as_agent)
    for said in BOMBS[:2]:
        refused = await anonymous.get(f"/v1/files/{file['id']}", headers={"range": said})
        assert refused.status_code == 404


async def test_bytes_that_are_lost_are_a_404(app, url, as_agent, settings):
    """A row whose bytes are gone, by a disk or a hand: a refusal before the answer has begun."""
    for path in (settings.data_dir / "files").rglob("*"):
        if path.is_file() and path.read_bytes() == CONTENT:
            path.unlink()
    refused = await fetch(app, url)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
