"""User groups: what they grant, what they inherit, and who may say so."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.facts import all_facts, stored_facts
from tests.factories.user_groups import built_in, make_group, take_away, unclaim
from tests.factories.users import acting_as, make_admin, make_agent, make_user

from deskbell.core.auth import GUEST, Actor, Level
from deskbell.core.problems import NotAllowed
from deskbell.departments.models import Department, DepartmentAudience
from deskbell.user_groups.models import UserGroupPermission
from deskbell.user_groups.queries import granted_to, holds, in_audience, require_customer
from deskbell.users.models import User


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


async def test_a_group_is_made_renamed_and_deleted_with_its_facts(admin, session):
    made = (await admin.post("/v1/user-groups", json={"name": " Partners "})).json()
    assert made | {"id": 0} == {
        "id": 0,
        "name": "Partners",
        "kind": "own",
        "members": 0,
        "permissions": 0,
        "rule": None,
        "version": 1,
    }
    path = f"/v1/user-groups/{made['id']}"
    taken = await admin.post("/v1/user-groups", json={"name": "PARTNERS"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    renamed = await admin.patch(path, json={"name": "Friends"}, headers={"if-match": '"1"'})
    assert (renamed.json()["name"], renamed.json()["version"]) == ("Friends", 2)
    stale = await admin.patch(path, json={"name": "Others"}, headers={"if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    to_everyone = await admin.patch(path, json={"name": "everyone"})
    assert (to_everyone.status_code, to_everyone.json()["errors"][0]["pointer"]) == (409, "/name")
    person = await make_user(session)
    await admin.put(f"{path}/members/{person.id}")
    assert (await admin.delete(path)).status_code == 204
    assert await session.get(User, person.id) is not None
    assert (await admin.get(path)).status_code == 404
    told = [fact.type for fact in await stored_facts(session, "user_group", made["id"])]
    verbs = ["created", "changed", "members_added", "deleted"]
    assert told == [f"user_group.{verb}" for verb in verbs]


async def test_the_built_in_groups_stay_as_they_are(admin, session):
    person, before = await make_user(session), await all_facts(session)
    for kind in ("everyone", "registered"):
        path = f"/v1/user-groups/{(await built_in(session, kind)).id}"
        for response in (
            await admin.delete(path),
            await admin.patch(path, json={"name": "All"}),
            await admin.put(f"{path}/rule", json={"languages": ["de"]}),
            await admin.put(f"{path}/members/{person.id}"),
            await admin.post(f"{path}/members/remove", json={"user_ids": [person.id]}),
        ):
            assert (response.status_code, response.json()["code"]) == (409, "built_in")
    assert await all_facts(session) == before


async def test_permissions_are_a_whole_set_and_inherited_ones_are_told_apart(admin, session):
    registered = await built_in(session, "registered")
    group = await make_group(session)
    path = f"/v1/user-groups/{group.id}/permissions"
    before = (await admin.get(path)).json()
    assert before["permissions"] == []
    whence = {each["permission"]: each["group"]["name"] for each in before["inherited"]}
    assert (whence["tickets.submit"], whence["articles.comment"]) == ("Everyone", "Registered")
    wanted = {"permissions": ["tickets.set_priority", "chat.start", "chat.start"]}
    changed = await admin.put(path, json=wanted, headers={"if-match": '"1"'})
    assert changed.json()["permissions"] == ["chat.start", "tickets.set_priority"]
    assert (await admin.put(path, json=wanted)).json()["version"] == changed.json()["version"] == 2
    assert (await admin.put(path, json=wanted, headers={"if-match": '"1"'})).status_code == 412
    [fact] = await stored_facts(session, "user_group", group.id)
    assert fact.data["before"] == []
    assert fact.data["after"] == ["chat.start", "tickets.set_priority"]
    of_registered = (await admin.get(f"/v1/user-groups/{registered.id}/permissions")).json()
    assert {each["group"]["name"] for each in of_registered["inherited"]} == {"Everyone"}


@pytest.mark.parametrize("name", ["tickets.delete", "people.view", "", "TICKETS.SUBMIT", "a" * 101])
async def test_a_permission_that_customers_can_not_have_is_not_stored(admin, session, name):
    group = await make_group(session)
    before = await all_facts(session)
    body = {"permissions": ["chat.start", name]}
    response = await admin.put(f"/v1/user-groups/{group.id}/permissions", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/permissions/1"
    held = select(UserGroupPermission).where(UserGroupPermission.group_id == group.id)
    assert (await session.scalars(held)).all() == []
    assert await all_facts(session) == before


async def test_agents_look_and_only_admins_say_what_groups_may_do(client_as, session):
    agent = await client_as(await make_agent(session))
    group = await make_group(session)
    path = f"/v1/user-groups/{group.id}"
    listed = (await agent.get("/v1/user-groups")).json()["items"]
    assert [each["kind"] for each in listed[:2]] == ["everyone", "registered"]
    assert group.id in {each["id"] for each in listed}
    for method, where, body in (
        ("POST", "/v1/user-groups", {"name": "Mine"}),
        ("PATCH", path, {"name": "Mine"}),
        ("DELETE", path, None),
        ("PUT", f"{path}/permissions", {"permissions": []}),
        ("PUT", f"{path}/rule", {"languages": ["en"]}),
    ):
        response = await agent.request(method, where, json=body)
        assert (response.status_code, response.json()["code"]) == (403, "scope_too_low")


async def test_no_chat_for_ordinary_users(admin, session):
    """The recipe of domain.md 3.1: taken from both built-in groups, granted to another."""
    ordinary, chosen = await make_user(session), await make_user(session)
    club = await make_group(session, chosen)
    for kind in ("everyone", "registered"):
        path = f"/v1/user-groups/{(await built_in(session, kind)).id}/permissions"
        kept = [each for each in (await admin.get(path)).json()["permissions"] if each != "chat.start"]
        assert (await admin.put(path, json={"permissions": kept})).status_code == 200
    path = f"/v1/user-groups/{club.id}/permissions"
    assert (await admin.put(path, json={"permissions": ["chat.start"]})).status_code == 200
    assert not await holds(session, GUEST, "chat.start")
    assert not await holds(session, acting_as(ordinary), "chat.start")
    assert await holds(session, acting_as(chosen), "chat.start")


async def test_group_rules_bind_agents_where_they_are_customers(session):
    await take_away(session, "tickets.submit")
    agent = await make_agent(session)
    assert await holds(session, acting_as(agent), "tickets.submit")
    lowered = acting_as(agent, Level.user)
    assert not await holds(session, lowered, "tickets.submit")
    with pytest.raises(NotAllowed):
        await require_customer(session, lowered, "tickets.submit")
    link = Actor(kind="link", level=Level.guest, user_id=agent.id, ticket_id=1)
    assert not await holds(session, link, "tickets.submit")


PLACES = ("everyone", "registered", "one", "two")


@given(
    grants=some.sets(some.sampled_from(PLACES)),
    joined=some.sets(some.sampled_from(["one", "two"])),
    who=some.sampled_from(["guest", "unclaimed", "claimed"]),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_rights_add_up_along_the_chain(session, grants, joined, who):
    """*Registered* inherits *Everyone*; each other group inherits *Registered*; nothing subtracts."""
    point = await session.begin_nested()
    await take_away(session, "calls.start")
    person = await make_user(session)
    if who == "unclaimed":
        await unclaim(session, person)
    groups = {kind: await built_in(session, kind) for kind in PLACES[:2]}
    for name in ("one", "two"):
        groups[name] = await make_group(session, *([person] if name in joined and who != "guest" else []))
    for place in grants:
        session.add(UserGroupPermission(group_id=groups[place].id, permission="calls.start"))
    await session.flush()
    actor = GUEST if who == "guest" else acting_as(person)
    mine = {"everyone"}
    if who != "guest":
        mine |= joined | ({"registered"} if joined or who == "claimed" else set())
    assert await holds(session, actor, "calls.start") == bool(mine & grants)
    # the same as a condition inside of a statement about people, whose table it must not take for its own
    beside = select(User.id).where(User.id == person.id, granted_to(actor, "calls.start"))
    assert (await session.scalar(beside) is not None) == bool(mine & grants)
    department = await make_department(session)
    named = {"one", "two"} & grants
    session.add_all(
        DepartmentAudience(department_id=department.id, group_id=groups[each].id) for each in named
    )
    await session.flush()
    chosen = select(Department.id).where(
        Department.id == department.id, in_audience(Department.id, DepartmentAudience.department_id, actor)
    )
    assert (await session.scalar(chosen) is not None) == (not named or bool(named & mine))
    await point.rollback()
