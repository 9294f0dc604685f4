"""T60 over the live stream of the real application: no frame tells a customer of a note, or of its words."""

import asyncio
import json

import httpx
import pytest
from sqlalchemy import text
from tests.factories.desk import make_desk
from tests.factories.sessions import token_for
from tests.factories.tickets import make_label, make_ticket, priorities
from tests.factories.uploads import PNG
from tests.live.client import Client

from deskbell.core.auth import Level
from deskbell.events.event import TYPES
from deskbell.events.reading import Position
from deskbell.live.endpoints import PATH
from deskbell.tickets.events import TicketEvent

pytestmark = pytest.mark.commits
CANARY = "zanzibarcanary"
LAST_EVENT = "select xid::text::bigint, id from events order by events.xid desc, id desc limit 1"
INTERNAL = {name for name, kind in TYPES.items() if issubclass(kind, TicketEvent) and kind.internal}


@pytest.fixture
async def desk(site, live_database):
    """People who wait at the stream, and a client for what they do."""
    app, address = site
    async with live_database.session() as session:
        made = await make_desk(session)
        made.own = await make_ticket(session, made.agent, made.support)
        made.label = (await make_label(session)).id
        made.priority = (await priorities(session))[-1].id
        homes = {
            "agent": made.agent,
            "customer": made.customer,
            "other customer": made.other_customer,
            "other agent": made.other_agent,
        }
        made.tokens = {name: await token_for(session, app, who) for name, who in homes.items()}
        made.tokens["agent at home"] = await token_for(session, app, made.agent, Level.user.name)
    app.state.dimensions.drop()
    async with httpx.AsyncClient(base_url=f"{address}/v1", trust_env=False, timeout=20) as client:
        client.headers["authorization"] = f"Bearer {made.tokens['agent']}"
        made.client, made.stream, made.hub = client, f"{address}{PATH}", app.state.hub
        yield made


@pytest.fixture
async def streams(desk, live_database):
    """A stream for each of them, and for a bearer of the ticket's link; begun after what made the desk."""
    link = await done(desk.client.post(f"/tickets/{desk.ticket.id}/links", json={"days": 1}))
    token = await done(desk.client.post("/sessions/link", json={"token": link["token"]}))
    tokens = desk.tokens | {"link": token["access_token"]}
    async with live_database.reader() as connection:
        last = Position(*(await connection.execute(text(LAST_EVENT))).one())
    while (desk.hub.position or Position(0, 0)) < last:  # noqa: ASYNC110 - the hub says it by a plain attribute
        await asyncio.sleep(0.01)
    running = {name: Client(desk.stream, token) for name, token in tokens.items()}
    for client in running.values():
        await client.until(lambda each: each.frames)
    yield running
    for client in running.values():
        await client.close()


async def done(asked):
    """The body of an answer that says it was done."""
    response = await asked
    assert response.is_success, response.text
    return response.json() if response.content else None


def told(client):
    """What a stream hinted at: (type, ticket)."""
    return [(hint["type"], hint.get("ticket_id")) for hint in map(json.loads, client.hints)]


def everything(client):
    """All that has come over a stream, as text."""
    return json.dumps(client.frames) + client.raw


async def note(desk, ticket):
    """A note with words, a picture and a file; the numbers of these."""
    files = []
    for name, content in ((f"{CANARY}.png", PNG), (f"{CANARY}.txt", CANARY.encode())):
        files.append((await done(desk.client.post("/files", files={"file": (name, content)})))["id"])
    body = {"html": f'<p>{CANARY}</p><img src="/v1/files/{files[0]}">', "file_ids": files}
    await done(desk.client.post(f"/tickets/{ticket}/notes", json=body))
    return files


async def test_t60_note_is_told_to_agents_only(desk, streams):
    files = await note(desk, desk.ticket.id)
    reply = {"text": "Public"}
    await done(desk.client.post(f"/tickets/{desk.ticket.id}/messages", json=reply))
    public = ("ticket.message_added", desk.ticket.id)
    for name in ("agent", "customer", "link"):
        await streams[name].until(lambda client: public in told(client))
    await asyncio.sleep(0.2)
    assert ("ticket.note_added", desk.ticket.id) in told(streams["agent"])
    for name, client in streams.items():
        said = everything(client)
        assert CANARY not in said, name
        assert not any(file in said for file in files), name
        if name != "agent":
            assert not INTERNAL & {kind for kind, _ in told(client)}, name
    assert told(streams["customer"]) == told(streams["link"]) == [public]
    for name in ("other customer", "other agent"):
        assert told(streams[name]) == [], name


async def test_t60_nothing_else_of_an_agent_s_work_is_told(desk, streams):
    """All that is internal, then one public word: customers hear of nothing but that word."""
    path = f"/tickets/{desk.ticket.id}"
    await note(desk, desk.ticket.id)
    await done(desk.client.put(f"{path}/assignee", json={"user_id": desk.second.id}))
    await done(desk.client.put(f"{path}/labels/{desk.label}"))
    await done(desk.client.delete(f"{path}/labels/{desk.label}"))
    await done(desk.client.put(f"{path}/followers/{desk.customer.id}"))
    await done(desk.client.patch(path, json={"agent": {"priority_id": desk.priority}}))
    await note(desk, desk.ticket.id)
    await done(desk.client.post(f"{path}/messages", json={"text": "Public"}))
    public = ("ticket.message_added", desk.ticket.id)
    for name in ("agent", "customer", "link"):
        await streams[name].until(lambda client: public in told(client))
    await asyncio.sleep(0.2)
    assert len({kind for kind, _ in told(streams["agent"])} & INTERNAL) >= 5
    for name in ("customer", "link"):
        assert [hint for hint in told(streams[name]) if hint[1]] == [public], name
        assert CANARY not in everything(streams[name])


async def test_t60_agent_in_the_customers_home_hears_what_a_customer_does(desk, streams):
    await note(desk, desk.own.id)
    await done(desk.client.post(f"/tickets/{desk.own.id}/messages", json={"text": "Public"}))
    at_home = streams["agent at home"]
    public = ("ticket.message_added", desk.own.id)
    await at_home.until(lambda client: public in told(client))
    await streams["agent"].until(lambda client: public in told(client))
    await asyncio.sleep(0.2)
    assert ("ticket.note_added", desk.own.id) in told(streams["agent"])
    assert [hint for hint in told(at_home) if hint[1]] == [public]
    assert CANARY not in everything(at_home)


async def test_t60_resuming_does_not_tell_of_it_later(desk, streams):
    """A customer who was away while the note was made is told the public part only."""
    first = streams["customer"]
    place = first.last
    await first.close()
    await note(desk, desk.ticket.id)
    await done(desk.client.post(f"/tickets/{desk.ticket.id}/messages", json={"text": "Public"}))
    public = ("ticket.message_added", desk.ticket.id)
    await streams["agent"].until(lambda client: public in told(client))
    again = Client(desk.stream, desk.tokens["customer"], place)
    try:
        await again.until(lambda client: public in told(client))
        await asyncio.sleep(0.2)
        assert told(again) == [public]
        assert CANARY not in everything(again)
    finally:
        await again.close()
