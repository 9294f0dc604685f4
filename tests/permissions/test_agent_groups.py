"""Groups of agents, single grants, restrictions, departments that nest: over the API."""

import pytest
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.facts import all_facts, stored_facts
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.permissions.registry import (
    AGENT_PERMISSIONS,
    EVERY_AGENT_PERMISSION,
    NON_DESTRUCTIVE,
    PERMISSIONS,
    lacking,
    opened_by,
)

GROUPS = "/v1/agent-groups"


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


def test_the_registry_is_whole():
    names = [each.name for each in PERMISSIONS]
    assert len(names) == len(set(names))
    assert all(need in names for each in PERMISSIONS for need in each.needs)
    assert all(each.title and each.sentence.endswith(".") for each in PERMISSIONS)
    assert lacking(EVERY_AGENT_PERMISSION) == lacking(NON_DESTRUCTIVE) == {}
    gone = EVERY_AGENT_PERMISSION - NON_DESTRUCTIVE
    assert {name.split(".")[1] for name in gone} == {
        *("delete", "spam", "export", "merge", "sign_in_as", "recordings")
    }
    assert not {"tickets.merge.mine", "tickets.reply.others"} & gone
    assert opened_by(frozenset({"*"})) == EVERY_AGENT_PERMISSION
    assert opened_by(frozenset({"*safe", "calls.recordings", "gone.since"})) == {
        *NON_DESTRUCTIVE,
        "calls.recordings",
    }
    assert "tickets.view.mine" not in AGENT_PERMISSIONS  # always viewable


async def test_permissions_are_listed(client_as, session):
    client = await client_as(await make_agent(session))
    listed = (await client.get("/v1/permissions")).json()
    assert listed["total"] == len(PERMISSIONS)
    agents = (await client.get("/v1/permissions?audience=agent")).json()["items"]
    assert {each["name"] for each in agents} == EVERY_AGENT_PERMISSION


async def test_a_group_gives_from_the_next_request_on(admin, session, client_as):
    agent, place = await make_agent(session, permissions=[]), await make_department(session, is_default=True)
    ticket = await make_ticket(session, await make_user(session), place)
    made = (await admin.post(GROUPS, json={"name": "Second line"})).json()
    path, client = f"{GROUPS}/{made['id']}", await client_as(agent)
    assert (made["kind"], made["permissions"], made["members"]) == ("own", [], 0)
    given = ["tickets.reply.unassigned", "tickets.view.unassigned", "people.view"]
    answer = await admin.put(f"{path}/permissions", json={"permissions": given}, headers={"If-Match": '"1"'})
    assert (answer.status_code, set(answer.json()["permissions"])) == (200, set(given))
    stale = await admin.put(f"{path}/permissions", json={"permissions": []}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["version"]) == (412, 2)
    opened = [{"department_id": place.id}]
    assert (await admin.put(f"{path}/departments", json={"departments": opened})).status_code == 200
    assert (await client.get(f"/v1/tickets/{ticket.id}")).status_code == 404
    assert (await admin.put(f"{path}/members/{agent.id}")).json()["members"] == 1
    assert (await client.get(f"/v1/tickets/{ticket.id}")).json()["can"]["reply"] is True
    held = (await admin.get(f"/v1/users/{agent.id}/permissions")).json()
    assert (held["permissions"], set(held["held"])) == ([], set(given))
    assert [each["name"] for each in held["groups"]] == ["Second line"]
    listed = (await admin.get(f"{path}/members")).json()["items"]
    assert listed == [{"id": agent.id, "name": agent.name}]
    assert (await admin.delete(path)).status_code == 204
    assert (await client.get(f"/v1/tickets/{ticket.id}")).status_code == 404
    facts = {fact.type: fact.data for fact in await stored_facts(session, "agent_group", made["id"])}
    assert facts["agent_group.permissions_changed"]["after"] == sorted(given)
    assert facts["agent_group.deleted"]["user_ids"] == [agent.id]


async def test_what_is_unknown_or_lacks_others_is_refused(admin, session):
    agent = await make_agent(session, permissions=[])
    group = await make_agent_group(session, agent, permissions=["people.view"])
    before = await all_facts(session)
    for path in (f"{GROUPS}/{group.id}", f"/v1/users/{agent.id}"):
        for name, code in [
            ("tickets.view.mine", "unknown_permission"),
            ("articles.view", "unknown_permission"),
            ("*", "unknown_permission"),
            ("tickets.reply.others", "permission_needs_others"),
            ("organizations.edit", "permission_needs_others"),
        ]:
            answer = await admin.put(f"{path}/permissions", json={"permissions": ["macros.share", name]})
            assert (answer.status_code, answer.json()["code"]) == (422, code), name
            assert answer.json()["errors"][0]["pointer"] == "/permissions/1"
    assert await all_facts(session) == before
    beside = await admin.put(f"/v1/users/{agent.id}/permissions", json={"permissions": ["people.edit"]})
    assert beside.status_code == 200  # people.view comes from the group


async def test_the_built_in_groups_are_locked(admin):
    built_in = (await admin.get(GROUPS)).json()["items"][:2]
    assert [each["kind"] for each in built_in] == ["all", "safe"]
    assert set(built_in[0]["permissions"]) == EVERY_AGENT_PERMISSION
    for each in built_in:
        path = f"{GROUPS}/{each['id']}"
        for method, tail, body in [
            ("PUT", "/permissions", {"permissions": []}),
            ("PUT", "/departments", {"departments": []}),
            ("PATCH", "", {"name": "Mine"}),
            ("DELETE", "", None),
        ]:
            answer = await admin.request(method, path + tail, json=body)
            assert (answer.status_code, answer.json()["code"]) == (409, "built_in_group")


async def test_departments_nest_and_never_in_a_circle(admin, session, client_as):
    made = {}
    for name, above in [("Top", None), ("Middle", "Top"), ("Bottom", "Middle")]:
        body = {"name": name, "parent_id": made[above]["id"] if above else None}
        made[name] = (await admin.post("/v1/departments", json=body)).json()
    top, middle, bottom = (made[name]["id"] for name in ("Top", "Middle", "Bottom"))
    for parent in (bottom, middle):
        answer = await admin.patch(f"/v1/departments/{middle}", json={"parent_id": parent})
        assert (answer.status_code, answer.json()["code"]) == (422, "circular_departments")
    agent = await make_agent(session)
    access = {"departments": [{"department_id": top, "with_children": True}]}
    path = f"/v1/users/{agent.id}/departments"
    given = (await admin.put(path, json=access, headers={"If-Match": '"1"'})).json()
    assert (given["department_ids"], given["departments"][0]["with_children"]) == ([top], True)
    stale = await admin.put(path, json={"department_ids": []}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    ticket = await make_ticket(session, await make_user(session), await make_department(session))
    ticket.department_id = bottom
    await session.flush()
    client = await client_as(agent)
    assert (await client.get(f"/v1/tickets/{ticket.id}")).status_code == 200
    out = await admin.patch(f"/v1/departments/{middle}", json={"parent_id": None})
    assert out.json()["parent_id"] is None
    assert (await client.get(f"/v1/tickets/{ticket.id}")).status_code == 404
    assert (await admin.delete(f"/v1/departments/{middle}")).json()["code"] == "department_in_use"
    assert (await admin.put(path, json={})).status_code == 422


async def test_who_has_access_to_a_department(admin, session, client_as):
    top = await make_department(session)
    middle = (await admin.post("/v1/departments", json={"name": "Middle of it", "parent_id": top.id})).json()[
        "id"
    ]
    anna, bert = await make_agent(session, name="Anna"), await make_agent(session, name="Bert")
    group = (await admin.post(GROUPS, json={"name": "Movers"})).json()["id"]
    all_below = {"department_id": top.id, "access": "assign", "with_children": True}
    here = {"department_id": middle, "access": "full", "with_children": False}
    not_here = {"department_id": top.id, "access": "full", "with_children": False}
    await admin.put(f"{GROUPS}/{group}/departments", json={"departments": [all_below]})
    await admin.put(f"/v1/users/{anna.id}/departments", json={"departments": [here]})
    await admin.put(f"/v1/users/{bert.id}/departments", json={"departments": [not_here]})
    assert (await admin.get(f"/v1/departments/{middle}/access")).json() == {
        "people": [{"id": anna.id, "name": "Anna", **here}],
        "groups": [{"id": group, "name": "Movers", **all_below}],
    }
    assert (await admin.get("/v1/departments/999999/access")).status_code == 404
    assert (await (await client_as(anna)).get(f"/v1/departments/{middle}/access")).status_code == 403


async def test_people_permissions_act_on_customers_only(session, client_as, admin):
    customer, other, boss = await make_user(session), await make_agent(session), await make_admin(session)
    every = [name for name in EVERY_AGENT_PERMISSION if name.startswith("people.")]
    nobody, clerk = await make_agent(session, permissions=[]), await make_agent(session, permissions=every)
    as_nobody, as_clerk = await client_as(nobody), await client_as(clerk)
    assert (await as_nobody.get(f"/v1/users/{customer.id}")).status_code == 404
    assert [each["id"] for each in (await as_nobody.get("/v1/users")).json()["items"]] == [nobody.id]
    new = {"name": "Nia", "email": "nia@example.org"}
    assert (await as_nobody.post("/v1/users", json=new)).status_code == 403
    assert (await as_clerk.post("/v1/users", json=new)).status_code == 201
    assert (await as_clerk.patch(f"/v1/users/{customer.id}", json={"name": "Zoe"})).status_code == 200
    before = await all_facts(session)
    for whom in (other, boss):
        for method, tail, body in [
            ("GET", "", None),
            ("PATCH", "", {"name": "Mine"}),
            ("PUT", "/disabled", None),
            ("PUT", "/level", {"level": "user"}),
            ("PUT", "/permissions", {"permissions": []}),
            ("PUT", "/departments", {"department_ids": []}),
            ("PUT", "/restrictions", {}),
            ("PUT", "/agent-groups", {"agent_group_ids": []}),
            ("POST", "/invitations", None),
        ]:
            answer = await as_clerk.request(method, f"/v1/users/{whom.id}{tail}", json=body)
            assert answer.status_code in {403, 404}, (method, tail)
    assert await all_facts(session) == before
    reader = await client_as(await make_agent(session, permissions=["people.view"]))
    for method, tail in [("PATCH", ""), ("PUT", "/disabled")]:
        answer = await reader.request(method, f"/v1/users/{customer.id}{tail}", json={"name": "X"})
        assert answer.status_code == 403


async def test_an_account_that_expired_opens_nothing(admin, session, client_as):
    agent = await make_agent(session)
    client, path = await client_as(agent), f"/v1/users/{agent.id}/restrictions"
    soon = {"expires_at": "2099-01-01T00:00:00Z", "addresses": ["192.0.2.7/24"], "records_an_hour": 5}
    answer = (await admin.put(path, json=soon)).json()
    assert (answer["addresses"], answer["records_an_hour"], answer["version"]) == (["192.0.2.0/24"], 5, 2)
    assert (await admin.put(path, json=soon)).json()["version"] == 2
    assert (await client.get("/v1/users/me")).status_code == 200
    await admin.put(path, json={"expires_at": "2020-01-01T00:00:00Z"})
    assert (await client.get("/v1/users/me")).status_code == 401
    boss = await make_admin(session)
    refused = await admin.put(f"/v1/users/{boss.id}/restrictions", json=soon)
    assert (refused.status_code, refused.json()["code"]) == (409, "admin_not_restricted")
    bad = await admin.put(path, json={"addresses": ["nowhere"]})
    assert bad.status_code == 422


async def test_out_of_office_is_shown_to_whoever_assigns(admin, session, client_as):
    agent = await make_agent(session)
    client = await client_as(agent)
    assert (await client.put("/v1/users/me/out-of-office", json={"until": "2099-01-31"})).json() == {
        "until": "2099-01-31"
    }
    shown = {each["id"]: each for each in (await admin.get("/v1/agents")).json()["items"]}
    assert shown[agent.id]["out_of_office_until"] == "2099-01-31"
    assert (await admin.get(f"/v1/users/{agent.id}/out-of-office")).json() == {"until": "2099-01-31"}
    assert (await admin.get("/v1/users/999999/out-of-office")).status_code == 404
    back = await admin.delete(f"/v1/users/{agent.id}/out-of-office")
    assert back.json() == {"until": None}


async def test_a_deactivated_agent_keeps_the_ticket_until_the_customer_answers(
    admin, session, client_as, drain
):
    place, customer = await make_department(session, is_default=True), await make_user(session)
    agent = await make_agent(session, place)
    ticket = await make_ticket(session, customer, place, assignee_id=agent.id)
    path = f"/v1/tickets/{ticket.id}"
    await drain()
    assert (await admin.put(f"/v1/users/{agent.id}/disabled")).status_code == 200
    await admin.post(f"{path}/messages", json={"text": "Any news?"})
    await drain()
    assert (await admin.get(path)).json()["agent"]["assignee"]["id"] == agent.id
    await (await client_as(customer)).post(f"{path}/messages", json={"text": "Hello?"})
    await drain()
    assert (await admin.get(path)).json()["agent"]["assignee"] is None
