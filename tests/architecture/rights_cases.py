"""Cases about what agents hold, for `test_events_left.py`."""

from tests.architecture.world_asked import asks, with_one

GROUP = {"name": "Second line"}
with_group = with_one("/agent-groups", GROUP)
NOTES = {"permissions": ["tickets.note.mine"]}


def in_group(method, *, first=None):
    """A case about a member of a group that is made first."""

    async def case(world):
        made = (await world.send("POST", "/agent-groups", GROUP)).json()["id"]
        path = f"/agent-groups/{made}/members/{world.things.agent.id}"
        if first is not None:
            assert (await world.send(first, path)).is_success
        return await world.send(method, path)

    return case


async def open_a_department(world):
    made = (await world.send("POST", "/agent-groups", GROUP)).json()["id"]
    departments = [{"department_id": world.things.department.id, "access": "assign"}]
    return await world.send("PUT", f"/agent-groups/{made}/departments", {"departments": departments})


async def choose_groups(world):
    made = (await world.send("POST", "/agent-groups", GROUP)).json()["id"]
    path = f"/users/{world.things.agent.id}/agent-groups"
    return await world.send("PUT", path, {"agent_group_ids": [made]})


async def give_notes(world):
    made = (await world.send("POST", "/agent-groups", GROUP)).json()["id"]
    return await world.send("PUT", f"/agent-groups/{made}/permissions", NOTES)


async def let_in_no_more(world):
    path = "/tickets/{ticket.id}".format(**vars(world.things))
    body = {"user_id": world.things.outsider.id, "let_in": True}
    assert (await world.send("PUT", f"{path}/assignee", body)).is_success
    return await world.send("DELETE", f"{path}/let-in/{world.things.outsider.id}")


async def undo_notes(world):
    assert (await give_notes(world)).is_success
    listed = await world.send("GET", "/events?type=agent_group.permissions_changed")
    return await world.send("POST", f"/events/{listed.json()['items'][0]['id']}/revert")


AWAY = {"until": "2099-01-31"}
MINE, THEIRS = "/users/me/out-of-office", "/users/{agent.id}/out-of-office"
RIGHTS_CASES = {
    "create_agent_group": asks("POST", "/agent-groups", GROUP),
    "update_agent_group": with_group("PATCH", {"restrictions": {"records_an_hour": 500}}),
    "delete_agent_group": with_group("DELETE"),
    "set_agent_group_permissions": give_notes,
    "undo_event": undo_notes,
    "set_agent_group_departments": open_a_department,
    "add_agent_group_member": in_group("PUT"),
    "remove_agent_group_member": in_group("DELETE", first="PUT"),
    "set_user_permissions": asks("PUT", "/users/{agent.id}/permissions", NOTES),
    "set_user_agent_groups": choose_groups,
    "set_user_restrictions": asks("PUT", "/users/{agent.id}/restrictions", {"addresses": ["192.0.2.0/24"]}),
    "set_out_of_office": asks("PUT", MINE, AWAY),
    "set_user_out_of_office": asks("PUT", THEIRS, AWAY),
    "remove_user_out_of_office": asks("DELETE", THEIRS, first=("PUT", None, AWAY)),
    "remove_let_in_from_ticket": let_in_no_more,
    "remove_out_of_office": asks("DELETE", MINE, first=("PUT", None, AWAY)),
}
