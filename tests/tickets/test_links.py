"""Ticket links: made by agents, good for one ticket, dead at once when revoked (T86, T87)."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import client_of

from deskbell.tickets.models import TicketLink


@pytest.fixture
async def link(desk, as_agent):
    """A new link of the customer's ticket."""
    response = await as_agent.post(f"/v1/tickets/{desk.ticket.id}/links", json={"days": 3})
    assert response.status_code == 201, response.text
    return response.json()


@pytest.fixture
async def bearer(app, anonymous, link):
    """Somebody who came in by it."""
    response = await anonymous.post("/v1/sessions/link", json={"token": link["token"]})
    assert response.status_code == 201, response.text
    async with client_of(app, {"authorization": f"Bearer {response.json()['access_token']}"}) as client:
        yield client


async def test_the_secret_is_shown_once_and_not_kept(desk, as_agent, session, link):
    assert link["url"].endswith(f"#token={link['token']}")
    listed = await as_agent.get(f"/v1/tickets/{desk.ticket.id}/links")
    assert link["token"] not in listed.text
    [row] = listed.json()["items"]
    assert (row["id"], row["created_by"]["id"]) == (link["id"], desk.agent.id)
    assert (await session.get(TicketLink, link["id"])).token_hash != link["token"]


async def test_it_opens_that_ticket_and_nothing_else(desk, bearer, session):
    from tests.factories.tickets import make_ticket

    other = await make_ticket(session, desk.customer, desk.support)
    path = f"/v1/tickets/{desk.ticket.id}"
    assert (await bearer.get(path)).status_code == 200
    said = await bearer.post(f"{path}/messages", json={"text": "By link"})
    assert said.json()["author"]["id"] == desk.customer.id
    assert [each["id"] for each in (await bearer.get("/v1/tickets")).json()["items"]] == [desk.ticket.id]
    for number in (other.id, desk.foreign.id):
        assert (await bearer.get(f"/v1/tickets/{number}")).status_code == 404
    for closed in ("/v1/users/me", "/v1/notifications", "/v1/sessions", "/v1/departments"):
        assert (await bearer.get(closed)).status_code == 401
    assert (await bearer.post("/v1/tickets", json={"subject": "S", "text": "T"})).status_code == 401
    assert (await bearer.post(f"{path}/notes", json={"text": "x"})).status_code == 401


async def test_revoked_it_ends_at_the_next_request(desk, as_agent, anonymous, link, bearer, events):
    path = f"/v1/tickets/{desk.ticket.id}"
    for _ in range(2):
        assert (await as_agent.delete(f"{path}/links/{link['id']}")).status_code == 204
    assert (await bearer.get(path)).status_code == 401
    again = await anonymous.post("/v1/sessions/link", json={"token": link["token"]})
    assert (again.status_code, again.json()["code"]) == (401, "link_dead")
    assert (await events(ticket_id=desk.ticket.id))[2:] == [
        "ticket.link_created",
        "ticket.link_used",
        "ticket.link_revoked",
    ]


@pytest.mark.parametrize("how", ["expired", "deleted", "requester"])
async def test_what_else_ends_it(desk, session, anonymous, link, bearer, how):
    row = await session.get(TicketLink, link["id"])
    if how == "expired":
        row.expires_at = datetime.now(UTC) - timedelta(days=1)
    elif how == "deleted":
        desk.ticket.deleted_at = datetime.now(UTC)
    else:
        desk.ticket.requester_id = desk.other_customer.id
    await session.flush()
    assert (await bearer.get(f"/v1/tickets/{desk.ticket.id}")).status_code == 401
    assert (await anonymous.post("/v1/sessions/link", json={"token": link["token"]})).status_code == 401


async def test_ladder(desk, anonymous, client_as, link):
    path = f"/v1/tickets/{desk.ticket.id}/links"
    assert (await anonymous.post(path, json={})).status_code == 401
    for who, status in (("customer", 403), ("homeless", 404), ("other_agent", 404)):
        client = await client_as(getattr(desk, who))
        assert (await client.post(path, json={})).status_code == status
        assert (await client.get(path)).status_code == status
        assert (await client.delete(f"{path}/{link['id']}")).status_code == status


async def test_a_link_of_another_ticket_is_not_found(desk, as_admin, link):
    assert (await as_admin.delete(f"/v1/tickets/{desk.foreign.id}/links/{link['id']}")).status_code == 404


async def test_t86_guessing_is_locked_out(desk, anonymous, link):
    statuses = []
    for number in range(52):
        response = await anonymous.post("/v1/sessions/link", json={"token": f"guess-{number}"})
        statuses.append(response.status_code)
    assert set(statuses[:50]) == {401}
    assert statuses[50:] == [429, 429]
    assert int(response.headers["retry-after"]) > 0
    assert (await anonymous.post("/v1/sessions/link", json={"token": link["token"]})).status_code == 429
