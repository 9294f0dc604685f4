"""An upload that the client breaks off leaves no row and no byte, over a real connection."""

import asyncio
import socket

import pytest
import uvicorn
from sqlalchemy import func, select
from tests.conftest import client_of
from tests.factories.sessions import token_for
from tests.factories.uploads import BOUNDARY, form, on_disk

from deskbell.files.models import File

# Starlette leaves the file of an unfinished form to Python, which closes it at once, but says so.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PART = form((b'name="file"; filename="a.txt"', b"x" * 1_500_000), end=False)
WHOLE = form((b'name="file"; filename="a.txt"', b"x" * 1_500_000))


@pytest.fixture
async def port(app):
    """The application on a port of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn says it by a plain attribute
        await asyncio.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    await task


@pytest.fixture
async def token(session, app, desk):
    """The customer's."""
    return await token_for(session, app, desk.customer)


def head(token, *headers):
    """The beginning of an upload."""
    lines = [
        "POST /v1/files HTTP/1.1",
        "Host: test",
        f"Authorization: Bearer {token}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


async def say(port, *chunks, end):
    """Send the chunks over a connection; then break it (`abort`), or wait for the answer's first line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for chunk in chunks:
        writer.write(chunk)
        await writer.drain()
        await asyncio.sleep(0.05)
    if end == "abort":
        writer.transport.abort()
        return b""
    if end == "half":
        writer.write_eof()
    answer = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    return answer


async def count(session):
    return await session.scalar(select(func.count()).select_from(File))


@pytest.mark.parametrize("how", ["abort", "half"])
@pytest.mark.parametrize("body", [PART[:60], PART[:700_000], PART], ids=["form", "middle", "last boundary"])
@pytest.mark.parametrize("said", ["length", "chunks"])
async def test_broken_off_amid_the_body(port, token, session, settings, app, how, body, said):
    before = on_disk(settings)
    if said == "length":
        sent = [head(token, f"Content-Length: {len(WHOLE)}"), body]
    else:
        sent = [head(token, "Transfer-Encoding: chunked"), f"{len(body):x}\r\n".encode() + body + b"\r\n"]
    answer = await say(port, *sent, end=how) if how == "abort" else await _half(port, sent)
    assert b" 201 " not in answer
    await asyncio.sleep(0.1)
    async with client_of(app, {"authorization": f"Bearer {token}"}) as client:
        assert (await client.get("/v1/users/me")).status_code == 200
    assert await count(session) == 0
    assert on_disk(settings) == before


async def _half(port, sent):
    try:
        return await say(port, *sent, end="half")
    except (ConnectionError, TimeoutError):
        return b""


async def test_body_that_ends_before_its_form_does(port, token, session, settings):
    """The length is right and the form is not: a proxy that was told less than there was."""
    before = on_disk(settings)
    for body in (PART[:700_000], PART):
        answer = await say(port, head(token, f"Content-Length: {len(body)}"), body, end="answer")
        assert answer.split()[1] in {b"400", b"422"}
    assert await count(session) == 0
    assert on_disk(settings) == before


async def test_client_that_leaves_before_the_answer_has_a_file_or_none(port, token, session, settings):
    """All was sent, nobody waits: what stands is whole, row and bytes, or it is not there."""
    before = on_disk(settings)
    await say(port, head(token, f"Content-Length: {len(WHOLE)}"), WHOLE, end="abort")
    for _ in range(50):
        await asyncio.sleep(0.02)
        if await count(session):
            break
    assert len(on_disk(settings) - before) == await count(session)
