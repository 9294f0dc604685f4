"""Search shows what may be seen, and by no answer tells of what may not (T04, T60)."""

import pytest
from sqlalchemy import func, select
from tests.conftest import client_of
from tests.factories.tickets import make_message, make_note, make_ticket

from deskbell.tickets.messages.models import MessageSearch

WORD, NOTED = "zanzibar", "canary"


@pytest.fixture
async def tickets(session, desk):
    """In each department a ticket that says the word, with a note that says the other one."""
    made = {}
    places = {"support": desk.customer, "sales": desk.other_customer}
    for place, requester in places.items():
        made[place] = await make_ticket(session, requester, getattr(desk, place), text=f"About {WORD}")
        author = desk.agent if place == "support" else desk.other_agent
        await make_note(session, made[place], author, f"Beware of {NOTED} and {WORD}")
    return made


def asks(ticket):
    """Every way to ask for one ticket."""
    return [WORD, WORD[:5], f"about {WORD}", ticket.reference, f"#{ticket.id}", str(ticket.id)]


async def test_each_finds_their_own(search, tickets):
    support, sales = tickets["support"].id, tickets["sales"].id
    expected = {
        "agent": {support},
        "second": {support},
        "other_agent": {sales},
        "homeless": set(),
        "admin": {support, sales},
        "customer": {support},
        "other_customer": {sales},
    }
    for who, found in expected.items():
        assert set(await search(who, WORD)) == found, who
    for who in ("agent", "customer", "homeless"):
        for q in (tickets["sales"].reference, f"#{sales}", str(sales)):
            assert await search(who, q) == [], (who, q)


async def test_guest_finds_nothing(anonymous, tickets):
    for q in asks(tickets["support"]):
        response = await anonymous.get("/v1/search/tickets", params={"q": q})
        assert response.status_code == 401 or response.json()["items"] == []


async def test_link_finds_its_ticket_only(app, session, desk, tickets, client_as, anonymous):
    await make_ticket(session, desk.customer, desk.support, text=f"Another {WORD}")
    path = f"/v1/tickets/{tickets['support'].id}"
    link = (await (await client_as(desk.agent)).post(f"{path}/links", json={"days": 1})).json()
    token = (await anonymous.post("/v1/sessions/link", json={"token": link["token"]})).json()
    async with client_of(app, {"authorization": f"Bearer {token['access_token']}"}) as bearer:
        for q, found in ((WORD, [tickets["support"].id]), (NOTED, []), (f"#{tickets['sales'].id}", [])):
            response = await bearer.get("/v1/search/tickets", params={"q": q})
            assert [item["id"] for item in response.json()["items"]] == found, q


async def test_t60_no_customer_finds_by_a_note(search, tickets, desk, session, client_as):
    for who in ("customer", "other_customer"):
        for q in (NOTED, NOTED[:4], f"beware {WORD}", f'"{NOTED} and"', f"about {WORD} -{NOTED}"):
            found = await search(who, q)
            assert found == ([] if "-" not in q else found), (who, q)
    # What is excluded by a word of a note stays found: else its absence would tell of the word.
    assert await search("customer", f"{WORD} -{NOTED}") == [tickets["support"].id]
    assert await search("agent", NOTED) == [tickets["support"].id]


async def test_t60_no_customer_is_led_to_a_note(tickets, desk, client_as):
    client = await client_as(desk.customer)
    response = await client.get("/v1/search/tickets", params={"q": WORD})
    [item] = response.json()["items"]
    assert NOTED not in response.text
    message = await client.get(f"/v1/tickets/{item['id']}/messages/{item['message_id']}")
    assert message.status_code == 200
    assert item["agent"] is None


async def test_agent_at_home_searches_as_a_customer(session, desk, tickets, client_as):
    own = await make_ticket(session, desk.agent, desk.sales, text=f"My own {WORD}")
    await make_note(session, own, desk.other_agent, NOTED)
    client = await client_as(desk.agent, scope="user")
    for q, found in ((WORD, [own.id]), (NOTED, []), (f"#{tickets['support'].id}", [])):
        response = await client.get("/v1/search/tickets", params={"q": q})
        assert [item["id"] for item in response.json()["items"]] == found


async def test_moved_ticket_is_found_where_it_is(search, tickets, desk, client_as, session):
    ticket = tickets["support"]
    await make_message(session, ticket, desk.agent, "Later words")
    admin = await client_as(desk.admin)
    moved = await admin.put(f"/v1/tickets/{ticket.id}/department", json={"department_id": desk.sales.id})
    assert moved.status_code == 200, moved.text
    for q in [*asks(ticket), "later", NOTED]:
        assert await search("agent", q) == [], q
        assert ticket.id in await search("other_agent", q), q
    assert await search("customer", WORD) == [ticket.id]
    places = select(MessageSearch.department_id).where(MessageSearch.ticket_id == ticket.id).distinct()
    assert list(await session.scalars(places)) == [desk.sales.id]
    back = await admin.put(f"/v1/tickets/{ticket.id}/department", json={"department_id": desk.support.id})
    assert back.status_code == 200
    assert await search("agent", WORD) == [ticket.id]
    assert await search("other_agent", WORD) == [tickets["sales"].id]


async def test_words_said_after_a_move_belong_to_the_new_place(search, tickets, desk, client_as):
    ticket = tickets["support"]
    admin = await client_as(desk.admin)
    await admin.put(f"/v1/tickets/{ticket.id}/department", json={"department_id": desk.sales.id})
    client = await client_as(desk.customer)
    said = await client.post(f"/v1/tickets/{ticket.id}/messages", json={"text": "Any news of quagga?"})
    assert said.status_code == 201
    assert await search("other_agent", "quagga") == [ticket.id]
    assert await search("agent", "quagga") == []


async def test_department_given_and_taken(search, tickets, desk, client_as):
    admin = await client_as(desk.admin)
    both = {"department_ids": [desk.support.id, desk.sales.id]}
    for body, found in ((both, 2), ({"department_ids": []}, 0), ({"department_ids": [desk.sales.id]}, 1)):
        changed = await admin.put(f"/v1/users/{desk.agent.id}/departments", json=body)
        assert changed.is_success, changed.text
        assert len(await search("agent", WORD)) == found


async def test_deleted_ticket_is_found_by_nobody_and_back_when_restored(search, tickets, desk, client_as):
    ticket = tickets["support"]
    client = await client_as(desk.agent)
    assert (await client.delete(f"/v1/tickets/{ticket.id}")).is_success
    for q in asks(ticket):
        for who in ("agent", "customer", "admin"):
            assert ticket.id not in await search(who, q), (who, q)
    assert (await client.post(f"/v1/tickets/{ticket.id}/restore")).is_success
    for who in ("agent", "customer", "admin"):
        assert ticket.id in await search(who, WORD), who


async def test_refused_message_is_not_found(search, tickets, desk, client_as, session):
    rows = await session.scalar(select(func.count()).select_from(MessageSearch))
    client = await client_as(desk.other_customer)
    refused = await client.post(f"/v1/tickets/{tickets['support'].id}/messages", json={"text": "intruder"})
    assert refused.status_code == 404
    assert await session.scalar(select(func.count()).select_from(MessageSearch)) == rows
    assert await search("admin", "intruder") == []
