"""Log lines: structured, one for each request, and nothing secret in them."""

import io
import json
import logging

import pytest
import structlog
from asgi import application, client_of

from deskbell.core import access_log, faults
from deskbell.core.access_log import AccessLog
from deskbell.core.faults import Faults
from deskbell.core.logs import configure_logs
from deskbell.core.request_id import RequestId
from deskbell.core.scrubbing import HIDDEN, scrub, scrub_text

JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c2VyOjcifQ.c2lnbmF0dXJl"


@pytest.fixture
def lines(monkeypatch):
    stream = io.StringIO()
    for module in (access_log, faults):  # other tests made applications, whose loggers remember their stream
        monkeypatch.setattr(module, "log", structlog.get_logger())
    before = logging.root.handlers[:], logging.root.level
    configured = structlog.get_config()
    configure_logs("info", "json", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.root.handlers[:], logging.root.level = before
    logging.captureWarnings(capture=False)
    structlog.configure(**configured)


@pytest.fixture
async def client():
    app = application()
    app.add_middleware(Faults)
    app.add_middleware(AccessLog)
    app.add_middleware(RequestId)
    async with client_of(app) as client:
        yield client


async def test_one_line_a_request(client, lines):
    await client.get(
        f"/v1/things/secret-name?signature=abc&token={JWT}", headers={"X-Request-ID": "request-1"}
    )
    (line,) = lines()
    assert line.pop("ms") >= 0
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/v1/things/{name}",
        "status": 200,
        "actor": "user",
        "user_id": 7,
        "request_id": "request-1",
    }


async def test_no_route_no_path(client, lines):
    await client.get("/v1/password=hunter2/%0A?x")
    (line,) = lines()
    assert (line["route"], line["status"]) == ("-", 404)
    assert "hunter2" not in json.dumps(line)


async def test_pages_and_probes_are_quiet(client, lines):
    await client.get("/page")
    await client.get("/healthz")
    assert lines() == []


async def test_a_fault_is_logged_without_secrets(client, lines):
    await client.get("/v1/fault", headers={"Authorization": f"Bearer {JWT}"})
    fault, request = lines()
    assert (fault["event"], fault["level"], request["status"]) == ("request.failed", "error", 500)
    assert fault["request_id"] == request["request_id"]
    assert "RuntimeError" in fault["exception"]
    for secret in ("hunter2", "abcdef123456", JWT):
        assert secret not in json.dumps(fault["exception"].rpartition("RuntimeError:")[2])


def test_libraries_log_alike_and_quietly(lines):
    logging.getLogger("uvicorn.access").info("GET /v1/files/1?signature=abc")
    logging.getLogger("httpx").info("HTTP Request: GET https://x.example?token=abc")
    logging.getLogger("sqlalchemy.engine.Engine").info("select 1")
    logging.getLogger("other").warning("went wrong: %s", "postgresql://me:hunter2@db/x")
    (line,) = lines()
    assert (line["event"], line["level"]) == (f"went wrong: postgresql://me:{HIDDEN}@db/x", "warning")
    assert line["logger"] == "other"


def test_lines_cannot_be_forged(lines):
    structlog.get_logger("x").info('a\n{"event": "forged"}', name="\r\n\x1b[31m")
    assert len(lines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"token {JWT}",
        "Authorization: Bearer s3cret-value",
        "authorization: basic s3cret-value",
        "dbk_s3cret",
        "https://me:s3cret-value@x.example/",
        "/v1/files/1?bearer=a&signature=s3cret",
        "https://x.example/agent/reset#token=s3cret",
        "{'refresh_token': 's3cret', 'a': 1}",
        '{"new_password": "s3cret"}',
        "client_secret=s3cret",
        "cookie deskbell_session=s3cret; x=1",
        "duplicate key\nDETAIL:  Key (address)=(s3cret@x.example) already exists.",
        "[parameters: ('s3cret',)]",
        "[type=string_type, input_value={'body': 's3cret'}, input_type=dict]",
    ],
)
def test_scrubbed_text(text):
    shown = scrub_text(text)
    assert "s3cret" not in shown
    assert JWT not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "token",
        "refresh_token",
        "Authorization",
        "cookie",
        "set-cookie",
        "secret",
        "client_secret",
        "signature",
        "html",
        "text",
        "body",
        "content",
        "private_key",
        "query",
    ],
)
def test_scrubbed_names(name):
    assert scrub({name: "s3cret", "deep": [{name: ["s3cret"]}]}) == {name: HIDDEN, "deep": [{name: HIDDEN}]}


def test_ordinary_members_stay():
    line = {"event": "ticket.created", "ticket_id": 5, "ok": True, "none": None, "share": 0.5, "names": ["a"]}
    assert scrub(line) == line
    assert scrub({"password": None}) == {"password": None}


def test_scrubbing_is_bounded():
    assert len(scrub_text("x" * 1_000_000)) < 5000
    deep: object = "x"
    for _ in range(2000):
        deep = [deep]
    assert len(json.dumps(scrub({"deep": deep}))) < 10_000
