"""Ranges, sane and not: the file or a part of it, at once, and never a fault (T75)."""

import pytest
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


@pytest.mark.parametrize("also", [{}, {"if-range": '"x"'}])
async def test_ranges(app, url, also):
    for said in [*BOMBS, *ODD]:
        check(await fetch(app, url, range=said, **also), said[:40])


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
