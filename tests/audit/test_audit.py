"""The audit list: who did what, with names as of now, for admins only."""

import json

import pytest
from tests.factories.departments import make_department
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.audit.naming import kind_of
from deskbell.events.event import TYPES


@pytest.fixture
async def boss(session):
    """The admin who asks."""
    return await make_admin(session, name="Ada")


@pytest.fixture
async def admin(client_as, boss):
    """Their client."""
    return await client_as(boss)


async def listed(client, **filters):
    response = await client.get("/v1/events", params=filters)
    assert response.status_code == 200, response.text
    return response.json()["items"]


async def test_a_change_of_rights_is_told_with_names_and_before_and_after(admin, session, boss):
    support, sales = (
        await make_department(session, name="Support"),
        await make_department(session, name="Sales"),
    )
    agent = await make_agent(session, support, name="Anna")
    await admin.put(f"/v1/users/{agent.id}/departments", json={"department_ids": [sales.id]})
    await admin.put(f"/v1/users/{agent.id}/level", json={"level": "user"})
    lowered = (await listed(admin, type="user.level_changed", subject_type="user", subject_id=agent.id))[0]
    assert lowered["actor"] == {"kind": "user", "id": boss.id, "name": "Ada"}
    assert lowered["subject"] == {"kind": "user", "id": agent.id, "name": "Anna"}
    assert {each["member"]: each["values"] for each in lowered["details"]} == {
        "before": ["agent"],
        "after": ["user"],
    }
    *_, moved = await listed(admin, type="user.departments_changed")
    named = {each["member"]: [thing["name"] for thing in each["things"]] for each in moved["details"]}
    assert named == {"before": ["Support"], "after": ["Sales"]}


async def test_t63_what_is_stored_holds_no_name_and_names_are_those_of_now(admin, session):
    person = await make_user(session, name="Old Name")
    await admin.patch(f"/v1/users/{person.id}", json={"name": "Wonderful Name"})
    (event,) = await listed(admin, subject_type="user", subject_id=person.id)
    assert event["subject"]["name"] == "Wonderful Name"
    assert event["details"] == [{"member": "fields", "things": [], "values": ["name"]}]
    assert "Old Name" not in json.dumps(event)


async def test_filters_and_pages(admin, session, boss):
    department = await make_department(session)
    ticket = await make_ticket(session, await make_user(session), department)
    for name in ("One", "Two", "Three"):
        await admin.post("/v1/teams", json={"name": name})
    await admin.put(f"/v1/tickets/{ticket.id}/status", json={"status_id": 2})
    assert {each["type"] for each in await listed(admin, type="team.", actor_id=boss.id)} == {"team.created"}
    assert all(each["ticket_id"] is None for each in await listed(admin, tickets="false"))
    of_ticket = await listed(admin, ticket_id=ticket.id)
    assert {each["ticket_id"] for each in of_ticket} == {ticket.id}
    first = (await admin.get("/v1/events", params={"type": "team.created", "limit": 2})).json()
    rest = await listed(admin, type="team.created", cursor=first["next_cursor"])
    numbers = [each["id"] for each in (*first["items"], *rest)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 3
    assert await listed(admin, before="2001-01-01T00:00:00Z") == []
    assert (await admin.get("/v1/events", params={"type": "Team"})).status_code == 422


async def test_every_change_between_things_is_named():
    """A type whose `before` and `after` are numbers has to be in the list of what they are numbers of."""
    numbers = {
        name
        for name, kind in TYPES.items()
        for member in ("before", "after", "moved_to")
        if member in kind.model_fields
        and "int" in str(kind.model_fields[member].annotation)
        and kind_of(name, member) is None
    }
    assert numbers == {
        "mail_rule.moved",  # places in an order
        "user.primary_address_changed",  # which of a person's own
        "user.primary_phone_changed",
    }
