"""`/metrics`: what an operator's monitoring reads, and nobody else (T19)."""

import os
import re

import httpx
import pytest
from starlette.routing import Route
from tests.factories.desk import make_desk

from deskbell.core.counters import BUCKETS, Counters

ROUTES = [Route("/v1/things/{name}", None, methods=["GET"]), Route("/healthz", None)]
LINE = re.compile(r'[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [-+.0-9e]+')


def client(app, address="127.0.0.1", **headers):
    transport = httpx.ASGITransport(app=app, client=(address, 1234))
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


def samples(text):
    """{name with labels: value}"""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines), text
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_processes_count_into_parts_of_their_own():
    counters = Counters(ROUTES, 2)
    for number in range(2):
        pid = os.fork()
        if pid == 0:
            counters.claim(number)
            for _ in range(1000):
                counters.count("/v1/things/{name}", "GET", 200, 0.02)
            counters.count("/nowhere", "BREW", 418, 100)
            os._exit(0)
        os.waitpid(pid, 0)
    unknown, things = counters.counted()
    assert things.statuses == {"200": 2000}
    assert (sum(things.buckets), things.buckets[BUCKETS.index(0.025)]) == (2000, 2000)
    assert things.seconds == pytest.approx(40)
    assert (unknown.route, unknown.statuses, unknown.buckets[-1]) == ("-", {"other": 2}, 2)
    assert [number for number, _ in counters.gauges()] == [0, 1]


async def test_numbers(app, session):
    """Each is there, by the route's template, and no word of anybody's is in a label."""
    ticket = (await make_desk(session)).ticket
    async with client(app) as asking:
        await asking.get(f"/v1/tickets/{ticket.id}", params={"q": "canary-query"})
        await asking.get("/canary-path")
        answer = await asking.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = samples(answer.text)
    asked = 'deskbell_http_requests_total{method="GET",route="/v1/tickets/{ticket_id}",status="%s"}'
    assert any(found.get(asked % status, 0) >= 1 for status in (401, 404)), answer.text
    labels = 'method="GET",route="/v1/tickets/{ticket_id}"'
    duration = "deskbell_http_request_duration_seconds"
    assert found[f'{duration}_bucket{{{labels},le="+Inf"}}'] == found[f"{duration}_count{{{labels}}}"]
    for name in ("deskbell_database_up", "deskbell_oldest_job_seconds", "deskbell_database_bytes"):
        assert name in found
    assert "canary" not in answer.text


async def test_lag_and_mail_are_told(app, session):
    from sqlalchemy import text

    await session.execute(text("insert into event_readers (name, xid, event_id) values ('late', '0', 0)"))
    await session.execute(
        text("""insert into outgoing_mails (kind, recipient_class, state, created_at)
                values ('reply', 'requester', 'deferred', now() - interval '1 hour')""")
    )
    await session.execute(
        text("""insert into events (type, actor_kind, subject_type, subject_id, data, at)
                values ('x', 'system', 'x', 1, '{}', now() - interval '1 minute')""")
    )
    await session.commit()
    async with client(app) as asking:
        found = samples((await asking.get("/metrics")).text)
    assert found['event_lag_seconds{reader="late"}'] >= 60
    assert found['deskbell_mail_out{state="deferred"}'] == 1
    assert found['deskbell_mail_out_oldest_seconds{state="deferred"}'] >= 3600


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 403),  # a proxy of this machine
        ("192.0.2.7", {"x-forwarded-for": "127.0.0.1"}, 403),
        ("192.0.2.7", {"authorization": "Bearer hush"}, 200),
        ("192.0.2.7", {"authorization": "bearer hush", "x-forwarded-for": "192.0.2.9"}, 200),
        ("127.0.0.1", {"authorization": "Bearer wrong"}, 403),
        ("192.0.2.7", {"authorization": "Bearer "}, 403),
    ],
)
async def test_who_may_read_them(app, monkeypatch, address, headers, status):
    from pydantic import SecretStr

    monkeypatch.setattr(app.state.settings, "metrics_token", SecretStr("hush"))
    async with client(app, address, **headers) as asking:
        answer = await asking.get("/metrics")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "metrics_closed"
        assert "deskbell_" not in answer.text
