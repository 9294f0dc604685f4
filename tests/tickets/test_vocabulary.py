"""Statuses, priorities and types of tickets: made, ordered, and deleted without losing a ticket."""

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.facts import stored_facts
from tests.factories.tickets import make_ticket, make_type, priorities, status_of
from tests.factories.users import make_admin, make_user

from deskbell.tickets.models import Ticket


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


@pytest.fixture
async def ticket(session):
    """A ticket with the defaults."""
    return await make_ticket(session, await make_user(session), await make_department(session))


async def test_a_status_is_made_used_and_deleted_into_another_of_its_kind(admin, session, ticket):
    body = {"name": "Waiting for parts", "public_name": "In work", "kind": "on_hold"}
    made = (await admin.post("/v1/statuses", json=body)).json()
    assert (made["kind"], made["is_default"]) == ("on_hold", False)
    assert (await admin.post("/v1/statuses", json=body)).json()["code"] == "name_taken"
    await admin.put(f"/v1/tickets/{ticket.id}/status", json={"status_id": made["id"]})
    path = f"/v1/statuses/{made['id']}"
    used = await admin.delete(path)
    assert (used.status_code, used.json()["code"], used.json()["tickets"]) == (409, "still_used", 1)
    held, solved = await status_of(session, "on_hold"), await status_of(session, "solved")
    assert (await admin.delete(path, params={"move_to": solved.id})).status_code == 422
    assert (await admin.delete(path, params={"move_to": held.id})).status_code == 204
    shown = (await admin.get(f"/v1/tickets/{ticket.id}")).json()
    assert shown["status"]["id"] == held.id
    last = (await stored_facts(session, "ticket", ticket.id))[-1]
    assert (last.type, last.data["before"], last.data["after"]) == (
        "ticket.status_changed",
        made["id"],
        held.id,
    )
    assert (await admin.delete(f"/v1/statuses/{held.id}")).json()["code"] == "is_default"


async def test_a_default_is_handed_on_and_there_is_always_one(admin, session):
    made = (await admin.post("/v1/statuses", json={"name": "Triage", "kind": "new"})).json()
    before = await status_of(session, "new")
    taken = await admin.patch(f"/v1/statuses/{made['id']}", json={"is_default": True, "color": "#112233"})
    assert (taken.json()["is_default"], taken.json()["color"]) == (True, "#112233")
    listed = (await admin.get("/v1/statuses")).json()["items"]
    assert [each["id"] for each in listed if each["kind"] == "new" and each["is_default"]] == [made["id"]]
    assert (await admin.delete(f"/v1/statuses/{before.id}")).status_code == 204


async def test_priorities_in_another_order_reorder_tickets_too(admin, session, ticket, drain):
    ids = [each["id"] for each in (await admin.get("/v1/priorities")).json()["items"]]
    assert (await admin.put("/v1/priorities/order", json={"ids": ids[::-1]})).status_code == 204
    await drain()
    listed = (await admin.get("/v1/priorities")).json()["items"]
    assert [each["id"] for each in listed] == ids[::-1]
    now = {each["id"]: each["rank"] for each in listed}
    row = (await session.execute(select(Ticket.priority_id, Ticket.priority_rank))).one()
    assert row.priority_rank == now[row.priority_id]
    assert (await admin.put("/v1/priorities/order", json={"ids": ids[1:]})).status_code == 422
    usual = next(each["id"] for each in listed if each["is_default"])
    other = next(each["id"] for each in listed if not each["is_default"])
    assert (await admin.patch(f"/v1/priorities/{other}", json={"is_default": True})).status_code == 200
    assert (await admin.delete(f"/v1/priorities/{usual}", params={"move_to": other})).status_code == 204
    assert (await session.execute(select(Ticket.priority_id))).scalar_one() == other


async def test_types_are_made_renamed_and_replaced(admin, session, ticket):
    other = await make_type(session)
    made = (await admin.post("/v1/ticket-types", json={"name": "Praise"})).json()
    renamed = await admin.patch(f"/v1/ticket-types/{made['id']}", json={"name": "Much praise"})
    assert renamed.json() == {"id": made["id"], "name": "Much praise"}
    await admin.patch(f"/v1/tickets/{ticket.id}", json={"agent": {"type_id": made["id"]}})
    path = f"/v1/ticket-types/{made['id']}"
    assert (await admin.delete(path)).json()["code"] == "still_used"
    assert (await admin.delete(path, params={"move_to": other.id})).status_code == 204
    assert (await session.execute(select(Ticket.type_id))).scalar_one() == other.id
    assert len(await priorities(session)) == 4
