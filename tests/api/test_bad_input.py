"""No input gives a 500: what is wrong is answered as a 4xx problem, a database that is away as a 503."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import httpx
import psycopg
import pytest
from tests.conftest import client_of
from tests.databases import FAST
from tests.factories.departments import make_department
from tests.factories.sessions import token_for
from tests.factories.users import make_admin, make_user

from deskbell.core.db import open_database
from deskbell.core.migrations import migrate
from deskbell.core.postgres.cluster import Cluster
from deskbell.main import create_app

PATH = "/v1/tickets"
JSON = {"content-type": "application/json"}
PLAIN = b'{"subject": "S", "text": "T"}'


@pytest.fixture
async def client(session, client_as):
    """An admin, where tickets can be made."""
    await make_department(session, is_default=True)
    return await client_as(await make_admin(session))


def refused(response, status, code=None):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert code is None or body["code"] == code
    return body


async def test_extra_members_are_named(client):
    body = {"subject": "S", "text": "T", "shiny": 1, "agent": {"ignore_permissions": True}}
    problem = refused(await client.post(PATH, json=body), 422, "invalid_request")
    assert {each["pointer"] for each in problem["errors"]} == {"/shiny", "/agent/ignore_permissions"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"subject": "S", "text": "T"',
        b"\xff\xfe",
        b'{"subject": "\xff", "text": "T"}',
        b"[" * 100_000,
        b'{"agent":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"subject": NaN}',
    ],
)
async def test_broken_json_is_a_problem(client, body):
    response = await client.post(PATH, content=body, headers=JSON)
    assert response.status_code in {400, 422}, response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"x"', b"true"])
async def test_json_that_is_no_object_is_refused(client, body):
    refused(await client.post(PATH, content=body, headers=JSON), 422)


@pytest.mark.parametrize("bad", ["\\u0000", "\\ud800", "\\udfff", "\\u0008"])
@pytest.mark.parametrize("member", ["subject", "text", "html"])
async def test_what_cannot_be_stored_is_refused(client, member, bad):
    body = {"subject": '"S"', "text": '"T"'}
    if member == "html":
        body.pop("text")
    body[member] = f'"a{bad}b"'
    content = "{" + ",".join(f'"{name}": {value}' for name, value in body.items()) + "}"
    refused(await client.post(PATH, content=content.encode(), headers=JSON), 422)


@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775808", "1" * 400, "1.5", "x", "%00", "1e3"])
async def test_numbers_that_cannot_be_one(client, number):
    for path in (f"{PATH}/{number}", f"{PATH}/{number}/messages", f"{PATH}?team_id={number}"):
        response = await client.get(path)
        assert response.status_code in {404, 422}, (path, response.text)
    made = await client.post(
        PATH,
        content=f'{{"subject":"S","text":"T","agent":{{"type_id":{number}}}}}'.encode(),
        headers=JSON,
    )
    assert made.status_code in {400, 422}


async def test_over_a_mebibyte_is_too_large(client):
    refused(await client.post(PATH, content=b" " * 1_048_577, headers=JSON), 413, "body_too_large")

    async def drip():
        for _ in range(40):
            yield b" " * 32_768

    refused(await client.post(PATH, content=drip(), headers=JSON), 413, "body_too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "x"])
async def test_another_content_type_is_refused(client, kind):
    response = await client.post(PATH, content=PLAIN, headers={"content-type": kind})
    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
async def test_a_method_that_is_not_there(client, method):
    refused(await client.request(method, PATH), 405, "method_not_allowed")


async def test_head_and_an_address_that_is_not_there(client):
    assert (await client.head(PATH)).status_code in {200, 405}
    refused(await client.get("/v1/nothing"), 404, "not_found")


@pytest.mark.parametrize("q", ["", "x" * 201, "%00", "%ED%A0%80", "'", '"', "!", "a&", ":*", "<->", "\\"])
async def test_search_takes_any_text(client, q):
    response = await client.get(f"/v1/search/tickets?q={q}")
    assert response.status_code in {200, 422}, response.text


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ü", "x" * 10_000])
async def test_a_token_that_is_none(app, token):
    async with client_of(app) as nobody:
        header = {"authorization": f"Bearer {token}".encode()}
        refused(await nobody.get(PATH, headers=header), 401, "not_signed_in")


@pytest.mark.servers
async def test_database_away_and_back_without_a_restart(settings):
    folder = Path(tempfile.mkdtemp(prefix="deskbell-away-"))
    folder.chmod(0o711)  # noqa: ASYNC240 - a new folder on this machine; nobody else waits meanwhile
    cluster = Cluster(folder, options=FAST)
    await asyncio.to_thread(cluster.start)
    try:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("create database away")
        await asyncio.to_thread(migrate, cluster.url("away"))
        app = create_app(settings)
        app.state.database = open_database(settings.model_copy(update={"database_url": cluster.url("away")}))
        async with app.state.database.session() as session:
            await make_department(session, is_default=True)
            token = await token_for(session, app, await make_user(session))
        async with client_of(app, {"authorization": f"Bearer {token}"}) as client:
            await _away_and_back(client, cluster)
        await app.state.database.close()
    finally:
        cluster.stop()
        shutil.rmtree(folder)


async def _away_and_back(client: httpx.AsyncClient, cluster):
    assert (await client.post(PATH, content=PLAIN, headers=JSON)).status_code == 201
    await asyncio.to_thread(cluster.stop)
    for _ in range(2):
        for response in (await client.get(PATH), await client.post(PATH, content=PLAIN, headers=JSON)):
            refused(response, 503, "database_away")
            assert int(response.headers["retry-after"]) > 0
    assert (await client.get("/readyz")).status_code == 503
    assert (await client.get("/healthz")).status_code == 200
    await asyncio.to_thread(cluster.start)
    statuses = [(await client.get(PATH)).status_code for _ in range(2)]
    assert statuses[-1] == 200
    assert (await client.post(PATH, content=PLAIN, headers=JSON)).status_code == 201
