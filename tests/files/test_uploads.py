"""Uploads: every part of the form is looked at, what is too large or broken leaves nothing behind."""

import pytest
from sqlalchemy import func, select
from tests.factories.uploads import FORM, form, on_disk, upload

from deskbell.core.problems import Problem
from deskbell.core.storage import StorageFull
from deskbell.files.actions import upload as uploading
from deskbell.files.models import File

FILE = b'name="file"; filename="a.txt"'
LIMIT = 2_000_000  # of the tests' settings


@pytest.fixture
async def nothing_kept(session, settings, desk):
    """`await nothing_kept()`: neither a row nor a byte is there that wasn't before the test."""
    before = on_disk(settings)

    async def check():
        assert await session.scalar(select(func.count()).select_from(File)) == 0
        assert on_disk(settings) == before

    return check


def refused(response, status, code=None):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert code in {None, response.json()["code"]}
    return response.json()


async def test_what_is_answered_and_kept(as_customer, desk, session, settings, events):
    before = on_disk(settings)
    read = await upload(as_customer, "a.txt", b"words")
    assert (read["name"], read["size"], read["content_type"]) == ("a.txt", 5, "text/plain")
    row = await session.scalar(select(File))
    assert (str(row.id), row.owner_id, row.attached_at) == (read["id"], desk.customer.id, None)
    [path] = on_disk(settings) - before
    assert path.read_bytes() == b"words"
    assert str(path).endswith(row.storage_key)
    assert row.storage_key not in str(read)
    assert (await events(user_id=desk.customer.id))[-1] == "file.uploaded"


async def test_guest_is_refused_before_anything_is_stored(anonymous, nothing_kept):
    response = await anonymous.post("/v1/files", files={"file": ("a.txt", b"words" * 1000)})
    refused(response, 401, "not_signed_in")
    await nothing_kept()


@pytest.mark.parametrize(
    ("parts", "pointers"),
    [
        ([], {"/file"}),
        ([(b'name="other"; filename="a.txt"', b"x")], {"/file", "/other"}),
        ([(b'name="file"', b"no file but a value")], {"/file"}),
        ([(FILE, b"x"), (FILE, b"y")], {"/file"}),
        ([(FILE, b"x"), (b'name="owner_id"', b"1")], {"/owner_id"}),
        ([(FILE, b"x"), (b'name="content_type"', b"text/html")], {"/content_type"}),
        ([(FILE, b"x"), (b'name="thumbnail"; filename="b.txt"', b"y")], {"/thumbnail"}),
        ([(FILE, b"x"), (b'name=""', b"y")], {"/"}),
    ],
)
async def test_parts_that_do_not_belong_are_named(as_agent, nothing_kept, parts, pointers):
    response = await as_agent.post("/v1/files", content=form(*parts), headers=FORM)
    problem = refused(response, 422, "invalid_request")
    assert {each["pointer"] for each in problem["errors"]} <= pointers
    assert problem["errors"]
    await nothing_kept()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (form((FILE, b"x")), "multipart/form-data"),
        (form((FILE, b"x")), "multipart/form-data; boundary="),
        (form((FILE, b"x")), "multipart/form-data; boundary=another"),
        (form((FILE, b"x")), "multipart/form-data; boundary=" + "x" * 5000),
        (form((FILE, b"x")), "text/plain"),
        (b'{"file": "x"}', "application/json"),
        (b"file=x", "application/x-www-form-urlencoded"),
        (b"", FORM["content-type"]),
        (b"nonsense", FORM["content-type"]),
        (form((b'filename="a.txt"', b"x")), FORM["content-type"]),
        (form((b"", b"x")), FORM["content-type"]),
        (form((FILE, b"x"), end=False), FORM["content-type"]),
        (form((b'name="file"; filename="' + b"a" * 100_000 + b'"', b"x"), end=False), FORM["content-type"]),
        (form(*[(b'name="a"', b"")] * 1100), FORM["content-type"]),
        (form(*[(FILE, b"")] * 1100), FORM["content-type"]),
        (form((b'name="a"', b"x" * 1_100_000)), FORM["content-type"]),
        (form((FILE + b"\r\n" + b"X: y\r\n" * 20_000, b"x")), FORM["content-type"]),
        (form((FILE + b"\r\nContent-Transfer-Encoding: \xff\xfe", b"x"), end=False), FORM["content-type"]),
        (form((b'name="file"; filename="\xff\xfe"', b"x"), end=False), FORM["content-type"]),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Starlette
async def test_broken_form_is_a_problem(as_agent, nothing_kept, content, kind):
    response = await as_agent.post("/v1/files", content=content, headers={"content-type": kind})
    assert response.status_code in {400, 415, 422}, response.text
    refused(response, response.status_code)
    await nothing_kept()


async def test_just_within_the_limit(as_agent):
    assert (await upload(as_agent, content=b"x" * LIMIT))["size"] == LIMIT


async def test_over_the_limit(as_agent, nothing_kept):
    response = await as_agent.post("/v1/files", files={"file": ("a", b"x" * (LIMIT + 1))})
    assert refused(response, 413, "file_too_large")["limit"] == LIMIT
    await nothing_kept()


async def test_far_over_the_limit_is_not_read(as_agent, nothing_kept):
    content = form((FILE, b"x" * (LIMIT + 100_000)))
    refused(await as_agent.post("/v1/files", content=content, headers=FORM), 413, "body_too_large")
    taken = 0

    async def endless():
        nonlocal taken
        yield form((FILE, b""), end=False)
        for _ in range(1000):
            taken += 65_536
            yield b"x" * 65_536

    refused(await as_agent.post("/v1/files", content=endless(), headers=FORM), 413, "body_too_large")
    assert taken < LIMIT + 300_000
    await nothing_kept()


async def test_done_once(as_agent, session, settings):
    before = on_disk(settings)
    first, second = [
        await as_agent.post("/v1/files", files={"file": ("a", b"x")}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert first.status_code == second.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["idempotency-replayed"] == "true"
    assert len(on_disk(settings) - before) == 1


async def test_no_room_is_a_problem(as_agent, app, monkeypatch, nothing_kept):
    async def full(*_):
        raise StorageFull

    monkeypatch.setattr(app.state.storage, "write", full)
    response = await as_agent.post("/v1/files", files={"file": ("a", b"x")})
    refused(response, 507, "storage_full")
    await nothing_kept()


async def test_fault_after_the_bytes_leaves_no_row(as_agent, session, monkeypatch):
    class Refusal(Problem):
        """Something later in the transaction said no."""

        status, code, title = 409, "x", "x"

    async def fails(*_):
        raise Refusal

    monkeypatch.setattr(uploading, "record", fails)
    refused(await as_agent.post("/v1/files", files={"file": ("a", b"x")}), 409)
    assert await session.scalar(select(func.count()).select_from(File)) == 0
