"""Opening a ticket: by a customer, by an agent on somebody's behalf, once and not twice."""

import pytest
from sqlalchemy import func, select
from tests.factories.tickets import messages_of

from deskbell.tickets.models import Ticket
from deskbell.users.models import User, UserAddress

PATH = "/v1/tickets"
PLAIN = {"subject": "No sound", "text": "The speaker is silent."}


async def test_customer_opens_one_for_themselves_with_the_defaults(desk, as_customer, session, events):
    response = await as_customer.post(PATH, json=PLAIN)
    assert response.status_code == 201, response.text
    ticket = response.json()
    assert ticket["subject"] == "No sound"
    assert ticket["requester"]["id"] == desk.customer.id
    assert ticket["department"]["id"] == desk.support.id
    assert ticket["status"]["kind"] == "new"
    assert ticket["agent"] is None
    assert ticket["version"] == 1
    assert ticket["preview"] == "The speaker is silent."
    assert ticket["message_count"] == 1
    assert [name for name, allowed in ticket["can"].items() if allowed] == ["reply", "solve", "set_private"]
    [message] = await messages_of(session, ticket["id"])
    assert (message.author_id, message.by_staff) == (desk.customer.id, False)
    assert await events(ticket_id=ticket["id"]) == ["ticket.created", "ticket.message_added"]


async def test_agent_opens_one_with_every_wish(desk, as_agent, session, events):
    wishes = {
        "requester_id": desk.other_customer.id,
        "department_id": desk.support.id,
        "team_id": desk.team.id,
        "assignee_id": desk.second.id,
        "priority_id": desk.high.id,
        "type_id": desk.type.id,
        "status_id": desk.pending.id,
        "label_ids": [desk.label.id, desk.label.id],
    }
    response = await as_agent.post(PATH, json={**PLAIN, "agent": wishes})
    assert response.status_code == 201, response.text
    ticket = response.json()
    part = ticket["agent"]
    assert ticket["requester"]["id"] == desk.other_customer.id
    assert (part["assignee"]["id"], part["team"]["id"]) == (desk.second.id, desk.team.id)
    assert (part["priority"]["id"], part["type"]["id"]) == (desk.high.id, desk.type.id)
    assert [label["id"] for label in part["labels"]] == [desk.label.id]
    assert ticket["status"]["id"] == desk.pending.id
    [message] = await messages_of(session, ticket["id"])
    assert (message.author_id, message.by_staff) == (desk.agent.id, True)
    assert await events(ticket_id=ticket["id"]) == [
        "ticket.created",
        "ticket.message_added",
        "ticket.assignee_changed",
        "ticket.label_added",
    ]


async def test_first_message_can_count_as_the_requester_s_own(desk, as_agent, session):
    agent = {"requester_id": desk.customer.id, "as_requester": True}
    ticket = (await as_agent.post(PATH, json={**PLAIN, "agent": agent})).json()
    [message] = await messages_of(session, ticket["id"])
    assert (message.author_id, message.by_staff) == (desk.customer.id, False)


async def test_unknown_address_becomes_an_unclaimed_account_and_a_known_one_is_found(desk, as_agent, session):
    agent = {"requester": {"name": "New Person", "email": "New.Person@example.net"}}
    first = (await as_agent.post(PATH, json={**PLAIN, "agent": agent})).json()
    user = await session.get(User, first["requester"]["id"])
    assert (user.name, user.level, user.password_hash) == ("New Person", 1, None)
    agent["requester"]["email"] = "new.person@EXAMPLE.net"
    second = (await as_agent.post(PATH, json={**PLAIN, "agent": agent})).json()
    assert second["requester"]["id"] == user.id
    same = select(func.count()).where(UserAddress.address.ilike("new.person@example.net"))
    assert await session.scalar(same) == 1


@pytest.mark.parametrize("agent", [{}, {"priority_id": 1}, {"as_requester": True}])
async def test_t15_the_agent_part_is_refused_from_customers(desk, as_customer, session, agent):
    before = await session.scalar(select(func.count(Ticket.id)))
    response = await as_customer.post(PATH, json={**PLAIN, "agent": agent})
    assert (response.status_code, response.json()["code"]) == (403, "agent_part_refused")
    assert await session.scalar(select(func.count(Ticket.id))) == before


async def test_an_agent_s_own_customer_home_is_a_customer_s(desk, client_as):
    client = await client_as(desk.agent, scope="user")
    response = await client.post(PATH, json={**PLAIN, "agent": {"priority_id": desk.high.id}})
    assert response.status_code == 403
    plain = (await client.post(PATH, json=PLAIN)).json()
    assert plain["requester"]["id"] == desk.agent.id
    assert plain["agent"] is None


async def test_guest_signs_in_first(anonymous):
    assert (await anonymous.post(PATH, json=PLAIN)).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "", "text": "x"},
        {"subject": "   ", "text": "x"},
        {"subject": "x" * 251, "text": "x"},
        {"subject": "x"},
        {"subject": "x", "text": "a", "html": "<p>b</p>"},
        {"subject": "x", "text": "  "},
        {"subject": "x", "html": "<script>1</script>"},
        {"subject": "x", "html": "<p> </p>"},
        {"text": "x"},
        {"subject": 7, "text": "x"},
        {"subject": "x", "text": "x", "file_ids": ["not-a-uuid"]},
        {"subject": "x", "text": "x" * 500_001},
        {"subject": "x", "text": "x", "status_id": 1},
    ],
)
async def test_what_cannot_be_a_ticket_is_refused(as_customer, body):
    response = await as_customer.post(PATH, json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"]


async def test_html_is_sanitized_when_it_is_stored(as_customer, session):
    html = '<p onclick="x()">Hi <b>you</b></p><script>alert(1)</script><img src="https://e.example/p.gif">'
    ticket = (await as_customer.post(PATH, json={"subject": "S", "html": html})).json()
    [message] = await messages_of(session, ticket["id"])
    assert "Hi <b>you</b>" in message.html or "Hi <strong>you</strong>" in message.html
    for bad in ("script", "onclick", "alert"):
        assert bad not in message.html


async def test_the_same_key_makes_one_ticket(as_customer, session):
    headers = {"Idempotency-Key": "once-1"}
    before = await session.scalar(select(func.count(Ticket.id)))
    first = await as_customer.post(PATH, json=PLAIN, headers=headers)
    again = await as_customer.post(PATH, json=PLAIN, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await session.scalar(select(func.count(Ticket.id))) == before + 1


async def test_the_same_key_with_another_body_is_refused(as_customer):
    headers = {"Idempotency-Key": "once-2"}
    await as_customer.post(PATH, json=PLAIN, headers=headers)
    other = await as_customer.post(PATH, json={**PLAIN, "subject": "Another"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_two_people_may_use_the_same_key(desk, as_customer, client_as):
    headers = {"Idempotency-Key": "once-3"}
    mine = await as_customer.post(PATH, json=PLAIN, headers=headers)
    other = await (await client_as(desk.other_customer)).post(PATH, json=PLAIN, headers=headers)
    assert mine.json()["id"] != other.json()["id"]


async def test_a_refused_post_keeps_its_key_free(as_customer):
    headers = {"Idempotency-Key": "once-4"}
    assert (await as_customer.post(PATH, json={"subject": "x"}, headers=headers)).status_code == 422
    assert (await as_customer.post(PATH, json=PLAIN, headers=headers)).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 129, "a\tb"])
async def test_a_key_that_cannot_be_one_is_refused(as_customer, key):
    response = await as_customer.post(PATH, json=PLAIN, headers={"Idempotency-Key": key})
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_invalid")
