"""Replies and notes: what they do, and who never reads a note (T60)."""

import json

import pytest
from tests.factories.tickets import make_message, make_note, messages_of

CANARY = "zanzibarcanary"


@pytest.fixture
def path(desk):
    """The address of the customer's ticket."""
    return f"/v1/tickets/{desk.ticket.id}"


async def test_ladder_of_replies(desk, path, anonymous, client_as):
    body = {"text": "x"}
    assert (await anonymous.post(f"{path}/messages", json=body)).status_code == 404
    expected = {"other_customer": 404, "homeless": 404, "customer": 201, "agent": 201, "admin": 201}
    for who, status in expected.items():
        response = await (await client_as(getattr(desk, who))).post(f"{path}/messages", json=body)
        assert response.status_code == status, who


async def test_ladder_of_notes(desk, path, anonymous, client_as):
    body = {"text": "x"}
    assert (await anonymous.post(f"{path}/notes", json=body)).status_code == 401
    expected = {"other_customer": 403, "customer": 403, "homeless": 404, "agent": 201, "admin": 201}
    for who, status in expected.items():
        response = await (await client_as(getattr(desk, who))).post(f"{path}/notes", json=body)
        assert response.status_code == status, who


@pytest.mark.parametrize("kind", ["pending", "solved"])
async def test_customer_s_reply_opens_it_again(desk, path, as_agent, as_customer, events, kind):
    await as_agent.put(f"{path}/status", json={"status_id": getattr(desk, kind).id})
    said = await as_customer.post(f"{path}/messages", json={"text": "Still broken."})
    assert said.status_code == 201
    ticket = (await as_customer.get(path)).json()
    assert (ticket["status"]["kind"], ticket["preview"]) == ("open", "Still broken.")
    assert (await events(ticket_id=desk.ticket.id))[3:] == ["ticket.message_added", "ticket.status_changed"]


async def test_agent_s_reply_keeps_the_status_or_sets_it(desk, path, as_agent):
    first = await as_agent.post(f"{path}/messages", json={"html": "<p>Try again</p>"})
    assert first.json()["author"] == {"id": desk.agent.id, "name": desk.agent.name, "staff": True}
    assert (await as_agent.get(path)).json()["status"]["kind"] == "new"
    await as_agent.post(f"{path}/messages", json={"text": "Done", "status_id": desk.solved.id})
    assert (await as_agent.get(path)).json()["status"]["kind"] == "solved"


async def test_customer_may_not_set_a_status(desk, path, as_customer, session):
    refused = await as_customer.post(f"{path}/messages", json={"text": "x", "status_id": desk.solved.id})
    assert refused.status_code == 403
    assert len(await messages_of(session, desk.ticket.id)) == 1


async def test_closed_takes_no_reply_but_a_note(desk, path, as_agent, as_customer):
    await as_agent.put(f"{path}/status", json={"status_id": desk.closed.id})
    for client in (as_agent, as_customer):
        refused = await client.post(f"{path}/messages", json={"text": "x"})
        assert (refused.status_code, refused.json()["code"]) == (409, "ticket_closed")
    assert (await as_agent.post(f"{path}/notes", json={"text": "x"})).status_code == 201


async def test_reply_is_done_once(desk, path, as_agent, session):
    for _ in range(2):
        await as_agent.post(f"{path}/messages", json={"text": "x"}, headers={"Idempotency-Key": "k"})
    assert len(await messages_of(session, desk.ticket.id)) == 2


async def test_reply_to_what_was_not_seen(desk, path, as_agent, as_customer):
    await as_agent.post(f"{path}/notes", json={"text": "x"})
    stale = await as_customer.post(f"{path}/messages", json={"text": "x"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["changed"]) == (412, [])


async def test_conversation_in_order_and_by_pages(desk, path, as_agent, session):
    for number in range(4):
        await make_message(session, desk.ticket, desk.agent, f"Answer {number}")
    conversation = (await as_agent.get(f"{path}/conversation")).json()
    assert conversation["ticket"]["id"] == desk.ticket.id
    texts = [each["text"] for each in conversation["messages"]["items"]]
    assert texts == ["It is broken.", *(f"Answer {number}" for number in range(4))]
    found, cursor = [], ""
    while cursor is not None:
        page = (await as_agent.get(f"{path}/messages?limit=2{cursor and '&cursor=' + cursor}")).json()
        found += page["items"]
        cursor = page["next_cursor"]
    assert [each["text"] for each in found] == texts
    one = (await as_agent.get(f"{path}/messages/{found[1]['id']}")).json()
    assert one == found[1]
    assert (await as_agent.get(f"{path}/messages?cursor=x")).status_code == 422


async def test_a_message_is_found_under_its_own_ticket_only(desk, path, as_admin, session):
    [other] = await messages_of(session, desk.foreign.id)
    assert (await as_admin.get(f"{path}/messages/{other.id}")).status_code == 404


async def test_t60_a_customer_never_meets_a_note(desk, path, as_agent, as_customer, session, drain):
    files = {"file": (f"{CANARY}.txt", CANARY.encode())}
    file = (await as_agent.post("/v1/files", files=files)).json()
    note = await as_agent.post(f"{path}/notes", json={"text": CANARY, "file_ids": [file["id"]]})
    assert note.status_code == 201, note.text
    await as_agent.put(f"{path}/followers/{desk.customer.id}")
    await make_note(session, desk.ticket, desk.agent, CANARY)
    await as_agent.post(f"{path}/messages", json={"text": "Public"})
    await drain()
    pages = [
        "/v1/tickets",
        path,
        f"{path}/conversation",
        f"{path}/messages",
        f"{path}/history",
        f"{path}/messages/{note.json()['id']}",
        f"/v1/search/tickets?q={CANARY}",
        f"/v1/search/tickets?q={CANARY[:6]}",
        f"/v1/files/{file['id']}",
        "/v1/notifications",
        "/v1/users/me",
    ]
    for page in pages:
        response = await as_customer.get(page)
        assert CANARY not in response.text, page
        assert file["id"] not in response.text, page
    for page, status in ((pages[5], 404), (pages[8], 404)):
        assert (await as_customer.get(page)).status_code == status
    assert json.loads((await as_customer.get(pages[6])).text)["items"] == []
    seen = (await as_customer.get(path)).json()
    assert (seen["message_count"], seen["preview"]) == (2, "Public")
    history = (await as_customer.get(f"{path}/history")).json()["items"]
    assert "ticket.note_added" not in {entry["type"] for entry in history}
    assert CANARY in (await as_agent.get(f"{path}/messages")).text


async def test_an_agent_in_the_customers_home_reads_as_a_customer(desk, session, client_as):
    from tests.factories.tickets import make_ticket

    own = await make_ticket(session, desk.agent, desk.support)
    await make_note(session, own, desk.second, CANARY)
    client = await client_as(desk.agent, scope="user")
    assert CANARY not in (await client.get(f"/v1/tickets/{own.id}/messages")).text
    assert (await client.get(f"/v1/tickets/{desk.ticket.id}")).status_code == 404
