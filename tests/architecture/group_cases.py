"""Cases about user groups and audiences, for `test_events_left.py`."""

from tests.architecture.world_asked import asks, with_one
from tests.factories.user_groups import make_group

NAME = {"name": "Partners"}
with_group = with_one("/user-groups", NAME)


def of_group(method, path, json=None, first=()):
    """A case about a group in which the customer is; `first` is asked before."""

    async def case(world):
        things = world.things
        group = await make_group(world.session, things.customer, name="Partners")
        for more in first:
            await world.send(more[0], f"/user-groups/{group.id}{more[1]}", more[2])
        where = path.format(
            group=f"/user-groups/{group.id}", second=things.agent.id, customer=things.customer.id
        )
        return await world.send(method, where, json(world, group) if json else None)

    return case


def named(*who):
    return lambda world, _: {"user_ids": [getattr(world.things, each).id for each in who]}


async def imported(world):
    group = await make_group(world.session)
    body = {"csv": f"id\n{world.things.customer.id}\n"}
    return await world.send("POST", f"/user-groups/{group.id}/members/import", body)


def audience(path):
    """A case that gives one thing an audience."""

    async def case(world):
        group = await make_group(world.session)
        number = (await world.client.get(f"/v1{path}")).json()["items"][0]["id"]
        return await world.send("PUT", f"{path}/{number}/audience", {"group_ids": [group.id]})

    return case


RULE = ("PUT", "/rule", {"languages": ["de"]})
GROUP_CASES = {
    "create_user_group": asks("POST", "/user-groups", NAME),
    "update_user_group": with_group("PATCH", {"name": "Friends"}),
    "delete_user_group": with_group("DELETE"),
    "set_user_group_permissions": of_group(
        "PUT", "{group}/permissions", lambda *_: {"permissions": ["chat.start"]}
    ),
    "set_user_group_rule": of_group("PUT", "{group}/rule", lambda *_: RULE[2]),
    "remove_user_group_rule": of_group("DELETE", "{group}/rule", first=[RULE]),
    "add_user_group_member": of_group("PUT", "{group}/members/{second}"),
    "remove_user_group_member": of_group("DELETE", "{group}/members/{customer}"),
    "add_user_group_members": of_group("POST", "{group}/members/add", named("agent")),
    "remove_user_group_members": of_group("POST", "{group}/members/remove", named("customer")),
    "add_user_group_members_by_csv": imported,
    "set_user_groups_of_user": of_group("PUT", "/users/{customer}/user-groups", lambda *_: {"group_ids": []}),
    "set_department_audience": audience("/departments"),
    "set_ticket_type_audience": audience("/ticket-types"),
    "set_priority_audience": audience("/priorities"),
}
