"""Each part of a ticket's state: who may change it, what is recorded, what changes nothing, what is stale."""

import pytest
from sqlalchemy import func, update
from tests.factories.outgoing import make_copy
from tests.factories.users import make_user

from deskbell.tickets.models import Ticket
from deskbell.users.models import UserAddress

TICKET = "/v1/tickets/{ticket}"
# what: method, path, body, members of the body's numbers, event
CHANGES = {
    "assignee": ("PUT", f"{TICKET}/assignee", {"user_id": "agent"}, "ticket.assignee_changed"),
    "team": ("PUT", f"{TICKET}/team", {"team_id": "team"}, "ticket.team_changed"),
    "status": ("PUT", f"{TICKET}/status", {"status_id": "solved"}, "ticket.status_changed"),
    "priority": ("PATCH", TICKET, {"agent": {"priority_id": "high"}}, "ticket.priority_changed"),
    "type": ("PATCH", TICKET, {"agent": {"type_id": "type"}}, "ticket.type_changed"),
    "subject": ("PATCH", TICKET, {"subject": "A better one"}, "ticket.subject_changed"),
    "label": ("PUT", f"{TICKET}/labels/{{label}}", None, "ticket.label_added"),
    "follower": ("PUT", f"{TICKET}/followers/{{second}}", None, "ticket.follower_added"),
}
UNDONE = {
    "assignee": (f"{TICKET}/assignee", "ticket.assignee_changed"),
    "team": (f"{TICKET}/team", "ticket.team_changed"),
    "label": (f"{TICKET}/labels/{{label}}", "ticket.label_removed"),
    "follower": (f"{TICKET}/followers/{{second}}", "ticket.follower_removed"),
}


def place(desk, path):
    return path.format(ticket=desk.ticket.id, label=desk.label.id, second=desk.second.id)


def filled(desk, body):
    """Names of things become their numbers."""
    if isinstance(body, dict):
        return {name: filled(desk, value) for name, value in body.items()}
    return getattr(desk, body).id if isinstance(body, str) and hasattr(desk, body) else body


async def change(client, desk, what, **more):
    method, path, body, _ = CHANGES[what]
    return await client.request(method, place(desk, path), json=filled(desk, body), **more)


@pytest.mark.parametrize("what", CHANGES)
async def test_ladder(desk, anonymous, client_as, session, events, what):
    before = await events(ticket_id=desk.ticket.id)
    assert (await change(anonymous, desk, what)).status_code == 401
    for who, status in (("customer", 403), ("other_customer", 403), ("homeless", 404), ("other_agent", 404)):
        response = await change(await client_as(getattr(desk, who)), desk, what)
        assert response.status_code == status, who
    assert await events(ticket_id=desk.ticket.id) == before
    await session.refresh(desk.ticket)
    assert desk.ticket.version == 1


@pytest.mark.parametrize("what", CHANGES)
async def test_done_once_and_again_changes_nothing(desk, as_agent, events, what):
    first = await change(as_agent, desk, what)
    assert first.status_code == 200, first.text
    assert first.json()["version"] == 2
    recorded = await events(ticket_id=desk.ticket.id)
    assert recorded[2:] == [CHANGES[what][3]]
    again = await change(as_agent, desk, what)
    assert again.json() == first.json()
    assert await events(ticket_id=desk.ticket.id) == recorded


@pytest.mark.parametrize("what", UNDONE)
async def test_taken_back_once_and_again_changes_nothing(desk, as_agent, events, what):
    await change(as_agent, desk, what)
    path, event = UNDONE[what]
    first = await as_agent.delete(place(desk, path))
    assert (first.status_code, first.json()["version"]) == (200, 3)
    recorded = await events(ticket_id=desk.ticket.id)
    assert recorded[3:] == [event]
    assert (await as_agent.delete(place(desk, path))).json() == first.json()
    assert await events(ticket_id=desk.ticket.id) == recorded


@pytest.mark.parametrize("what", CHANGES)
async def test_stale_version_says_what_changed(desk, as_agent, client_as, what):
    changed = {"status_id": desk.pending.id}
    second = await client_as(desk.second)
    await second.put(f"/v1/tickets/{desk.ticket.id}/status", json=changed)
    stale = await change(as_agent, desk, what, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert stale.json()["version"] == 2
    [one] = stale.json()["changed"]
    assert (one["type"], one["actor_id"]) == ("ticket.status_changed", desk.second.id)
    assert (await change(as_agent, desk, what, headers={"If-Match": '"2"'})).status_code == 200


async def test_if_match_that_is_no_version_is_refused(desk, as_agent):
    for bad in ("x", '"1', "-1", "1.0"):
        response = await change(as_agent, desk, "status", headers={"If-Match": bad})
        assert response.status_code == (200 if bad == '"1' else 422), bad
    assert (await change(as_agent, desk, "label", headers={"If-Match": "*"})).status_code == 200


async def test_assignee_has_to_have_access(desk, as_agent, events):
    path = f"/v1/tickets/{desk.ticket.id}/assignee"
    before = await events(ticket_id=desk.ticket.id)
    refusals = {"other_agent": 409, "homeless": 409, "customer": 422}
    for who, status in refusals.items():
        response = await as_agent.put(path, json={"user_id": getattr(desk, who).id})
        assert response.status_code == status, who
    unknown = await as_agent.put(path, json={"user_id": 10**9})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/user_id")
    assert await events(ticket_id=desk.ticket.id) == before
    assert (await as_agent.put(path, json={"user_id": desk.admin.id})).status_code == 200


async def test_move_releases_an_assignee_without_access(desk, as_admin, as_agent, events):
    await change(as_agent, desk, "assignee")
    path = f"/v1/tickets/{desk.ticket.id}/department"
    moved = await as_admin.put(path, json={"department_id": desk.sales.id})
    assert moved.status_code == 200, moved.text
    assert (moved.json()["department"]["id"], moved.json()["agent"]["assignee"]) == (desk.sales.id, None)
    assert (await events(ticket_id=desk.ticket.id))[3:] == [
        "ticket.department_changed",
        "ticket.assignee_changed",
    ]
    assert (await as_agent.get(f"/v1/tickets/{desk.ticket.id}")).status_code == 404
    again = await as_admin.put(path, json={"department_id": desk.sales.id})
    assert again.json()["version"] == moved.json()["version"]


async def test_t12_agent_cannot_move_into_a_department_without_access(desk, as_agent, session):
    path = f"/v1/tickets/{desk.ticket.id}/department"
    forbidden = await as_agent.put(path, json={"department_id": desk.sales.id})
    absent = await as_agent.put(path, json={"department_id": 10**9})
    assert forbidden.status_code == absent.status_code == 422
    assert forbidden.content == absent.content
    created = await as_agent.post(
        "/v1/tickets", json={"subject": "S", "text": "T", "agent": {"department_id": desk.sales.id}}
    )
    assert created.status_code == 422


async def test_type_and_nothing_else_can_be_taken_away_by_null(desk, as_agent):
    await change(as_agent, desk, "type")
    path = f"/v1/tickets/{desk.ticket.id}"
    none = await as_agent.patch(path, json={"agent": {"type_id": None}})
    assert none.json()["agent"]["type"] is None
    same = await as_agent.patch(path, json={"agent": {"priority_id": None}, "subject": None})
    assert same.json()["version"] == none.json()["version"]


async def test_delete_hides_it_from_all_and_restore_brings_it_back(desk, as_agent, as_customer, events):
    path = f"/v1/tickets/{desk.ticket.id}"
    assert (await as_agent.delete(path)).status_code == 204
    assert (await as_customer.get(path)).status_code == 404
    assert (await as_customer.get("/v1/tickets")).json()["items"] == []
    assert (await as_customer.post(f"{path}/messages", json={"text": "x"})).status_code == 404
    assert (await as_agent.post(f"{path}/messages", json={"text": "x"})).status_code == 404
    ids = [each["id"] for each in (await as_agent.get("/v1/tickets")).json()["items"]]
    assert desk.ticket.id not in ids
    bin_of = (await as_agent.get("/v1/tickets?deleted=true")).json()["items"]
    assert [each["id"] for each in bin_of] == [desk.ticket.id]
    seen = (await as_agent.get(path)).json()
    assert [name for name, allowed in seen["can"].items() if allowed] == ["restore"]
    restored = await as_agent.post(f"{path}/restore")
    assert (restored.status_code, restored.json()["deleted_at"]) == (200, None)
    assert (await as_customer.get(path)).status_code == 200
    assert (await events(ticket_id=desk.ticket.id))[2:] == ["ticket.deleted", "ticket.restored"]


async def test_delete_and_restore_keep_their_ladder(desk, anonymous, as_customer, client_as):
    path = f"/v1/tickets/{desk.ticket.id}"
    for client, status in ((anonymous, 401), (as_customer, 403), (await client_as(desk.homeless), 404)):
        assert (await client.delete(path)).status_code == status
        assert (await client.post(f"{path}/restore")).status_code == status
    assert (await (await client_as(desk.agent)).post(f"{path}/restore")).status_code == 403


async def test_a_customer_who_follows_reads_once_their_address_is_verified(
    desk, as_agent, client_as, session
):
    path = f"/v1/tickets/{desk.ticket.id}"
    follower = await make_user(session)
    verified = update(UserAddress).where(UserAddress.user_id == follower.id)
    await session.execute(verified.values(verified_at=None))
    added = await as_agent.put(f"{path}/followers/{follower.id}")
    assert [each["id"] for each in added.json()["followers"]] == [follower.id]
    client = await client_as(follower)
    assert (await client.get(path)).status_code == 404
    await session.execute(verified.values(verified_at=func.now()))
    assert (await client.get(path)).status_code == 200
    refused = await client.post(f"{path}/messages", json={"text": "x"}, headers={"Idempotency-Key": "k"})
    assert refused.status_code == 403


async def test_who_is_copied_is_told_to_agents_only(desk, as_agent, as_customer, session):
    path = f"/v1/tickets/{desk.ticket.id}"
    await make_copy(session, desk.ticket, "copied@partner.example")
    assert (await as_agent.get(path)).json()["copied"] == ["copied@partner.example"]
    assert (await as_customer.get(path)).json()["copied"] == []


async def test_unknown_label_and_follower_are_not_found(desk, as_agent):
    path = f"/v1/tickets/{desk.ticket.id}"
    assert (await as_agent.put(f"{path}/labels/999999999")).status_code == 404
    assert (await as_agent.put(f"{path}/followers/999999999")).status_code == 404


async def test_customer_sees_no_agent_part_and_fewer_acts(desk, as_agent, as_customer):
    path = f"/v1/tickets/{desk.ticket.id}"
    await change(as_agent, desk, "follower")
    seen = (await as_customer.get(path)).json()
    assert (seen["agent"], seen["followers"]) == (None, [])
    staff = (await as_agent.get(path)).json()
    assert staff["agent"] is not None
    assert {name for name, allowed in staff["can"].items() if not allowed} == {"restore", "set_private"}


async def test_history_tells_names_of_the_moment(desk, as_agent, as_customer):
    for what in CHANGES:
        await change(as_agent, desk, what)
    path = f"/v1/tickets/{desk.ticket.id}/history"
    entries = (await as_agent.get(path)).json()["items"]
    found = {entry["type"]: entry for entry in entries}
    assert set(found) >= {event for *_, event in CHANGES.values()}
    assert found["ticket.assignee_changed"]["after"] == {"id": desk.agent.id, "name": desk.agent.name}
    assert found["ticket.priority_changed"]["after"]["name"] == desk.high.name
    assert found["ticket.label_added"]["after"]["name"] == desk.label.name
    assert found["ticket.status_changed"]["actor"]["name"] == desk.agent.name
    theirs = {entry["type"] for entry in (await as_customer.get(path)).json()["items"]}
    public = {"ticket.created", "ticket.message_added", "ticket.status_changed", "ticket.subject_changed"}
    assert theirs == public
    first = (await as_agent.get(f"{path}?limit=3")).json()
    rest = (await as_agent.get(f"{path}?limit=200&cursor={first['next_cursor']}")).json()
    assert [entry["id"] for entry in first["items"] + rest["items"]] == [entry["id"] for entry in entries]


async def test_version_stands_in_the_row(desk, as_agent, session):
    await change(as_agent, desk, "status")
    assert (await session.get(Ticket, desk.ticket.id, populate_existing=True)).version == 2
