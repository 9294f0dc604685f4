"""The bell over the API."""

import pytest
from sqlalchemy import text
from tests.live.world import ADMIN, AGENT, CUSTOMER, SUPPORT, add_people, add_ticket

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.tickets.events import TicketMessageAdded
from deskbell.users.models import User

DI = Actor(kind="user", level=Level.user, user_id=CUSTOMER, session_id=1)


@pytest.fixture
async def rung(session, drain):
    """Bo, an agent, has been told of a customer's message."""
    await add_people(session)
    ticket = await add_ticket(session, "T")
    await session.execute(
        text("insert into department_access values (:who, :where)"), {"who": AGENT, "where": SUPPORT}
    )
    await session.execute(text("update tickets set assignee_id = :who"), {"who": AGENT})
    await record(session, DI, TicketMessageAdded(ticket_id=ticket, version=2, message_id=1, by_staff=False))
    await drain()
    return ticket


async def test_bell_from_ring_to_read(session, client_as, rung):
    client = await client_as(await session.get(User, AGENT))
    assert (await client.get("/v1/notifications/unread-count")).json() == {"unread": 1}
    page = (await client.get("/v1/notifications?unread=true")).json()
    [item] = page["items"]
    assert item["type"] == "ticket.message_added"
    assert item["ticket"] == {"id": rung, "subject": "Subject"}
    assert item["actor"] == {"id": CUSTOMER, "name": "Di"}
    assert item["read_at"] is None
    assert (await client.put(f"/v1/notifications/{item['id']}/read")).status_code == 204
    assert (await client.get("/v1/notifications/unread-count")).json() == {"unread": 0}
    assert (await client.post("/v1/notifications/read-all")).status_code == 204


async def test_others_see_and_touch_nothing_of_it(session, client_as, rung):
    number = (await session.execute(text("select id from notifications"))).scalar_one()
    admin = await client_as(await session.get(User, ADMIN))
    assert (await admin.get("/v1/notifications")).json()["items"] == []
    assert (await admin.put(f"/v1/notifications/{number}/read")).status_code == 404
    assert (await admin.put("/v1/notifications/999999/read")).status_code == 404
    await admin.post("/v1/notifications/read-all")
    bo = await client_as(await session.get(User, AGENT))
    assert (await bo.get("/v1/notifications/unread-count")).json() == {"unread": 1}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/notifications"),
        ("GET", "/v1/notifications/unread-count"),
        ("PUT", "/v1/notifications/1/read"),
        ("POST", "/v1/notifications/read-all"),
    ],
)
async def test_door(session, client_as, anonymous, method, path):
    await add_people(session)
    customer = await client_as(await session.get(User, CUSTOMER))
    low_token = await client_as(await session.get(User, AGENT), "user")
    assert (await anonymous.request(method, path)).status_code == 401
    assert (await customer.request(method, path)).status_code == 403
    assert (await low_token.request(method, path)).status_code == 403


@pytest.mark.parametrize("query", ["cursor=x", "cursor=WyJhIl0", "limit=0", "limit=101", "unread=maybe"])
async def test_bad_query_is_a_problem(session, client_as, query):
    await add_people(session)
    client = await client_as(await session.get(User, AGENT))
    response = await client.get(f"/v1/notifications?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
