"""Who sees what: one rule, whichever way is asked (T01, T03, T04, T11)."""

import json

import pytest
from sqlalchemy import text
from tests.factories.sessions import token_for
from tests.factories.tickets import make_ticket
from tests.factories.users import acting_as

from deskbell.tickets.standing import Place, audience_includes

PATH = "/v1/tickets"
PEOPLE = ["customer", "other_customer", "agent", "second", "other_agent", "homeless", "admin"]
ROWS = text("select md5(string_agg(t::text, '|' order by id)) from tickets t where department_id = :where")


@pytest.mark.parametrize("who", [*PEOPLE, "guest"])
async def test_t03_t04_list_get_search_and_stream_agree(desk, session, client_as, anonymous, who):
    made = [desk.ticket, desk.foreign]
    for person in (desk.customer, desk.other_customer, desk.agent):
        made += [await make_ticket(session, person, place) for place in (desk.support, desk.sales)]
    user = getattr(desk, who, None)
    client = anonymous if user is None else await client_as(user)
    listed = {each["id"] for each in (await client.get(f"{PATH}?limit=100&count=true")).json()["items"]}
    counted = (await client.get(f"{PATH}?limit=1&count=true")).json()["total"]
    found = {
        each["id"] for each in (await client.get("/v1/search/tickets?q=broken&limit=50")).json()["items"]
    }
    got = {each.id for each in made if (await client.get(f"{PATH}/{each.id}")).status_code == 200}
    talk = {each.id for each in made if (await client.get(f"{PATH}/{each.id}/messages")).status_code == 200}
    assert listed == got == found == talk
    assert counted == len(listed)
    if user is None:
        assert listed == set()
        return
    homes = {"agent": desk.support, "second": desk.support, "other_agent": desk.sales}
    departments = (homes[who].id,) if who in homes else ()
    actor = acting_as(user, departments=departments)
    told = {
        each.id
        for each in made
        if audience_includes(actor, Place(each.id, each.department_id, each.requester_id))
    }
    assert told == listed


@pytest.mark.parametrize("who", ["customer", "agent", "homeless"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("GET", "/conversation", None),
        ("GET", "/messages", None),
        ("GET", "/history", None),
        ("GET", "/messages/1", None),
        ("POST", "/messages", {"text": "x"}),
        ("POST", "/notes", {"text": "x"}),
        ("PATCH", "", {"subject": "x"}),
        ("PUT", "/assignee", {"user_id": 1}),
        ("DELETE", "/assignee", None),
        ("PUT", "/status", {"status_id": 1}),
        ("PUT", "/department", {"department_id": 1}),
        ("PUT", "/labels/1", None),
        ("PUT", "/followers/1", None),
        ("DELETE", "", None),
        ("POST", "/restore", None),
        ("POST", "/links", {}),
        ("GET", "/links", None),
    ],
)
async def test_t11_forbidden_is_answered_as_absent(desk, client_as, who, method, path, body):
    client = await client_as(getattr(desk, who))
    forbidden = await client.request(method, f"{PATH}/{desk.foreign.id}{path}", json=body)
    absent = await client.request(method, f"{PATH}/999999999{path}", json=body)
    assert forbidden.status_code in {403, 404}
    assert (forbidden.status_code, forbidden.content) == (absent.status_code, absent.content)


async def test_t01_numbers_of_another_department_do_nothing(desk, as_agent, session):
    before = await session.scalar(ROWS, {"where": desk.sales.id})
    mine = f"{PATH}/{desk.ticket.id}"
    new = {"subject": "S", "text": "T"}
    tries = [
        ("PUT", f"{mine}/department", {"department_id": desk.sales.id}),
        ("PUT", f"{mine}/assignee", {"user_id": desk.other_agent.id}),
        ("POST", PATH, new | {"agent": {"department_id": desk.sales.id}}),
        ("POST", PATH, new | {"agent": {"assignee_id": desk.other_agent.id}}),
        ("POST", PATH, new | {"agent": {"requester_id": 10**9}}),
        ("POST", PATH, new | {"agent": {"team_id": 10**9}}),
        ("POST", PATH, new | {"agent": {"priority_id": 10**9}}),
        ("POST", PATH, new | {"agent": {"type_id": 10**9}}),
        ("POST", PATH, new | {"agent": {"status_id": 10**9}}),
        ("POST", PATH, new | {"agent": {"label_ids": [10**9]}}),
        ("PUT", f"{mine}/team", {"team_id": 10**9}),
        ("PUT", f"{mine}/status", {"status_id": 10**9}),
        ("POST", f"{mine}/messages", {"text": "x", "status_id": 10**9}),
        ("PATCH", mine, {"agent": {"priority_id": 10**9}}),
        ("PATCH", mine, {"agent": {"type_id": 10**9}}),
    ]
    for method, path, body in tries:
        response = await as_agent.request(method, path, json=body)
        assert response.status_code in {404, 409, 422}, (path, body, response.text)
    assert await session.scalar(ROWS, {"where": desk.sales.id}) == before
    assert (await as_agent.get(mine)).json()["version"] == 1


async def test_t15_every_member_that_is_read_is_refused_when_written(desk, as_customer, as_agent):
    seen = (await as_customer.get(f"{PATH}/{desk.ticket.id}")).json()
    for name, value in seen.items():
        if name in {"subject", "agent", "private"}:
            continue
        body = {"subject": "S", "text": "T", name: value}
        response = await as_customer.post(PATH, json=body)
        assert response.status_code == 422, name
        assert response.json()["errors"][0]["pointer"] == f"/{name}"
        changed = await as_agent.patch(f"{PATH}/{desk.ticket.id}", json={name: value})
        assert changed.status_code == 422, name
    assert (await as_customer.get(f"{PATH}/{desk.ticket.id}")).json() == seen


async def test_an_agent_who_loses_the_department_sees_it_no_more(desk, as_agent, as_admin):
    path = f"{PATH}/{desk.ticket.id}"
    assert (await as_agent.get(path)).status_code == 200
    given = await as_admin.put(f"/v1/users/{desk.agent.id}/departments", json={"department_ids": []})
    assert given.status_code == 200
    assert (await as_agent.get(path)).status_code == 404


async def test_a_secret_of_nobody_s_row_is_in_no_answer(desk, session, app, as_admin):
    await token_for(session, app, desk.agent)
    pages = [PATH, f"{PATH}/{desk.ticket.id}/conversation", "/v1/users", "/v1/agents", "/v1/sessions"]
    for page in pages:
        said = json.dumps((await as_admin.get(page)).json())
        assert "argon2" not in said
        assert "_hash" not in said
