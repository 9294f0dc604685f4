"""What stands around every request: its id, headers, limits, host names and faults (T64, T75)."""

import json
import re

import pytest
from asgi import application, client_of

from deskbell.core.body_limit import BodyLimit
from deskbell.core.faults import Faults
from deskbell.core.headers import SafeHeaders
from deskbell.core.hosts import KnownHosts
from deskbell.core.request_id import RequestId, current_request_id

LIMIT = 100_000


@pytest.fixture
async def client():
    app = application()
    app.add_middleware(BodyLimit, file_size_limit=LIMIT, json_limit=1000)
    app.add_middleware(Faults)
    app.add_middleware(SafeHeaders)
    app.add_middleware(KnownHosts, hosts=["deskbell.test", "[::1]"])
    app.add_middleware(RequestId)
    async with client_of(app) as client:
        yield client


async def pieces(*sizes):
    for size in sizes:
        yield b"x" * size


async def form_of(*sizes):
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    async for piece in pieces(*sizes):
        yield piece
    yield b"\r\n--x--\r\n"


def problem(response, status, code):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code


async def test_an_id_is_made_and_answered(client):
    first, second = [await client.get("/v1/things/a") for _ in range(2)]
    assert re.fullmatch(r"[0-9a-f]{16}", first.headers["x-request-id"])
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert first.json()["request_id"] == first.headers["x-request-id"]
    assert current_request_id() is None


async def test_a_plain_id_is_taken_over(client):
    response = await client.get("/v1/things/a", headers={"X-Request-ID": "abc-1.2_3456"})
    assert response.headers["x-request-id"] == response.json()["request_id"] == "abc-1.2_3456"


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "a b c d e f", "abcdefgh\\n", "<script>", "ab%0d%0acd", "é" * 9]
)
async def test_an_odd_id_is_not(client, given):
    response = await client.get("/v1/things/a", headers={"X-Request-ID": given.encode()})
    assert re.fullmatch(r"[0-9a-f]{16}", response.headers["x-request-id"])


async def test_every_answer_has_safe_headers(client):
    for path in ("/v1/things/a", "/v1/nothing", "/v1/fault"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-site"
        assert "strict-transport-security" not in headers
    page = (await client.get("/page")).headers
    assert page["x-content-type-options"] == "nosniff"
    assert "cache-control" not in page


async def test_an_answers_own_headers_stay(client):
    headers = (await client.get("/v1/cached")).headers
    assert headers.get_list("cache-control") == ["max-age=9"]
    assert headers.get_list("content-security-policy") == ["sandbox"]


async def test_https_is_kept():
    app = application()
    app.add_middleware(SafeHeaders, secure=True)
    async with client_of(app) as client:
        for path in ("/v1/things/a", "/page"):
            assert "max-age" in (await client.get(path)).headers["strict-transport-security"]


async def test_bodies_within_the_limit(client):
    assert (await client.post("/v1/things", json={"a": "x" * 900})).json() == 1
    assert (await client.post("/v1/files", files={"file": b"x" * LIMIT})).json() == LIMIT


@pytest.mark.parametrize("path", ["/v1/things", "/v1/ignored", "/v1/nothing", "/page", "/v1/files/x"])
async def test_a_body_that_says_it_is_too_large(client, path):
    problem(await client.post(path, content=b"x" * 1001), 413, "body_too_large")


@pytest.mark.parametrize("length", ["1001", "99999999999999999999999", "0" * 30 + "1001"])
async def test_said_length_is_enough(client, length):
    response = await client.post("/v1/things", content=pieces(1), headers={"Content-Length": length})
    problem(response, 413, "body_too_large")


async def test_a_body_that_does_not_say_its_length(client):
    headers = {"Content-Type": "application/json"}
    problem(
        await client.post("/v1/things", content=pieces(500, 500, 500), headers=headers), 413, "body_too_large"
    )
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    response = await client.post("/v1/files", content=form_of(50_000, 50_000, 50_000, 50_000), headers=form)
    problem(response, 413, "body_too_large")
    assert response.headers["x-request-id"]


async def test_an_upload_over_its_limit(client):
    problem(await client.post("/v1/files", files={"file": b"x" * (LIMIT + 70_000)}), 413, "body_too_large")


async def test_a_fault_is_a_problem_with_an_id(client):
    response = await client.get("/v1/fault")
    problem(response, 500, "internal_error")
    assert response.headers["x-request-id"]
    assert "hunter2" not in json.dumps(response.json())


async def test_a_late_fault_cuts_the_answer_off(client):
    response = await client.get("/v1/late-fault")
    assert response.content == b"x"


@pytest.mark.parametrize(
    "host", ["deskbell.test", "deskbell.test:8000", "DESKBELL.test", "deskbell.test.", "[::1]:80", "[::1]"]
)
async def test_our_hosts(client, host):
    assert (await client.get("/v1/things/a", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "deskbell.test@evil.example",
        "xdeskbell.test",
        "deskbell.test:80:80",
        "",
        "::1",
        "*",
    ],
)
async def test_other_hosts(client, host):
    problem(await client.get("/v1/things/a", headers={"Host": host}), 400, "unknown_host")


async def test_two_hosts_are_none(client):
    response = await client.get("/v1/things/a", headers=[("Host", "deskbell.test"), ("Host", "evil.example")])
    problem(response, 400, "unknown_host")


async def test_probes_are_asked_by_address(client):
    assert (await client.get("/healthz", headers={"Host": "10.0.0.5"})).status_code == 404


async def test_any_host():
    app = application()
    app.add_middleware(KnownHosts, hosts=["*"])
    async with client_of(app) as client:
        assert (await client.get("/page", headers={"Host": "x.example"})).status_code == 200
