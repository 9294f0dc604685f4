"""Cases about people, settings and what tickets are sorted by, for `test_events_left.py`."""

from tests.architecture.world_asked import asks, with_one
from tests.factories.sessions import make_session
from tests.factories.uploads import PNG

STATUS, PRIORITY, TYPE = {"name": "Parked", "kind": "on_hold"}, {"name": "Someday"}, {"name": "Praise"}
with_status, with_priority = with_one("/statuses", STATUS), with_one("/priorities", PRIORITY)
with_type = with_one("/ticket-types", TYPE)


async def revoke(world):
    world.things.customer.password_hash = None
    return await world.send("DELETE", f"/users/{world.things.customer.id}/invitations")


async def end_of_another(world):
    row = await make_session(world.session, world.things.agent)
    return await world.send("DELETE", f"/users/{world.things.agent.id}/sessions/{row.id}")


async def end_all_of_another(world):
    await make_session(world.session, world.things.agent)
    return await world.send("DELETE", f"/users/{world.things.agent.id}/sessions")


async def set_logo(world):
    file_id = (await world.send("POST", "/files", files={"file": ("a.png", PNG)})).json()["id"]
    return await world.send("PUT", "/helpdesk/logo", {"file_id": file_id})


async def remove_logo(world):
    assert (await set_logo(world)).is_success
    return await world.send("DELETE", "/helpdesk/logo")


def reversed_order(path):
    """A case that turns an order round."""

    async def case(world):
        ids = [one["id"] for one in (await world.client.get(f"/v1{path}")).json()["items"]]
        return await world.send("PUT", f"{path}/order", {"ids": ids[::-1]})

    return case


PEOPLE_CASES = {
    "update_user": asks("PATCH", "/users/{customer.id}", {"name": "Another Name"}),
    "create_staff_invitation": asks(
        "POST", "/invitations", {"name": "Nia", "email": "nia.staff@example.org", "level": "agent"}
    ),
    "revoke_user_invitations": revoke,
    "end_user_session": end_of_another,
    "end_user_sessions": end_all_of_another,
    "update_settings": asks("PATCH", "/settings", {"tickets": {"undo_seconds": 30}}),
    "update_guide": asks("PATCH", "/guide", {"dismissed": True}),
    "set_logo": set_logo,
    "remove_logo": remove_logo,
    "create_status": asks("POST", "/statuses", STATUS),
    "update_status": with_status("PATCH", {"color": "#112233"}),
    "delete_status": with_status("DELETE"),
    "set_status_order": reversed_order("/statuses"),
    "create_priority": asks("POST", "/priorities", PRIORITY),
    "update_priority": with_priority("PATCH", {"color": "#112233"}),
    "delete_priority": with_priority("DELETE"),
    "set_priority_order": reversed_order("/priorities"),
    "create_ticket_type": asks("POST", "/ticket-types", TYPE),
    "update_ticket_type": with_type("PATCH", {"name": "Much praise"}),
    "delete_ticket_type": with_type("DELETE"),
    "set_ticket_type_order": reversed_order("/ticket-types"),
}
