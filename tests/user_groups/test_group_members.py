"""Who is in a group: by somebody's choice, by a list, by a rule on the person."""

import asyncio

import pytest
from sqlalchemy import select
from tests.conftest import client_of
from tests.factories.facts import all_facts, stored_facts
from tests.factories.sessions import token_for
from tests.factories.tickets import SYSTEM
from tests.factories.user_groups import built_in, make_group, members_of
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.user_groups.models import UserGroupMember
from deskbell.users.actions.verify_address import verify_address
from deskbell.users.models import UserAddress


@pytest.fixture
async def agent(client_as, session):
    """An agent's client."""
    return await client_as(await make_agent(session))


async def test_agents_put_customers_into_groups_and_take_them_out(agent, session):
    group, one, two = await make_group(session), await make_user(session), await make_user(session)
    path = f"/v1/user-groups/{group.id}/members"
    assert (await agent.put(f"{path}/{one.id}")).json() == {"changed": 1, "unchanged": 0}
    many = {"user_ids": [one.id, two.id, two.id]}
    assert (await agent.post(f"{path}/add", json=many)).json() == {"changed": 1, "unchanged": 1}
    page = (await agent.get(path, params={"limit": 1, "count": "true"})).json()
    rest = (await agent.get(path, params={"limit": 1, "cursor": page["next_cursor"]})).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == [one.id, two.id]
    assert (page["total"], rest["next_cursor"]) == (2, None)
    assert [each["id"] for each in (await agent.get(path, params={"q": two.name})).json()["items"]] == [
        two.id
    ]
    assert (await agent.delete(f"{path}/{one.id}")).json() == {"changed": 1, "unchanged": 0}
    assert (await agent.post(f"{path}/remove", json=many)).json() == {"changed": 1, "unchanged": 1}
    told = [
        (fact.type, fact.data["user_ids"]) for fact in await stored_facts(session, "user_group", group.id)
    ]
    assert told == [
        ("user_group.members_added", [one.id]),
        ("user_group.members_added", [two.id]),
        ("user_group.members_removed", [one.id]),
        ("user_group.members_removed", [two.id]),
    ]


async def test_agents_change_neither_themselves_nor_staff_nor_what_does_not_exist(client_as, session):
    me, colleague, person = await make_agent(session), await make_agent(session), await make_user(session)
    group, client = await make_group(session), await client_as(me)
    path, before = f"/v1/user-groups/{group.id}/members", await all_facts(session)
    for number, status, code in (
        (me.id, 403, "not_own_groups"),
        (colleague.id, 422, "no_such_person"),
        (999_999_999, 422, "no_such_person"),
    ):
        for response in (
            await client.put(f"{path}/{number}"),
            await client.delete(f"{path}/{number}"),
            await client.post(f"{path}/add", json={"user_ids": [person.id, number]}),
            await client.put(f"/v1/users/{number}/user-groups", json={"group_ids": [group.id]}),
        ):
            unseen = code == "no_such_person" and response.status_code == 404
            assert unseen or (response.status_code, response.json()["code"]) == (status, code)
    assert await members_of(session, group) == {}
    assert await all_facts(session) == before
    admin = await client_as(await make_admin(session))
    assert (await admin.put(f"{path}/{colleague.id}")).json()["changed"] == 1


async def test_agents_need_the_permission(client_as, session):
    agent = await client_as(await make_agent(session, permissions=["people.view"]))
    person, group = await make_user(session), await make_group(session)
    path, before = f"/v1/user-groups/{group.id}/members", await all_facts(session)
    assert (await agent.get(path)).status_code == 200
    for response in (
        await agent.put(f"{path}/{person.id}"),
        await agent.delete(f"{path}/{person.id}"),
        await agent.post(f"{path}/import", json={"csv": f"id\n{person.id}\n"}),
        await agent.put(f"/v1/users/{person.id}/user-groups", json={"group_ids": [group.id]}),
    ):
        assert (response.status_code, response.json()["code"]) == (403, "not_allowed")
    assert await all_facts(session) == before
    blind = await client_as(await make_agent(session, permissions=[]))
    assert (await blind.get(path)).status_code == 403


async def test_a_list_is_taken_whole_or_its_wrong_lines_are_told(agent, session):
    one = await make_user(session, address="One@acme.example")
    two = await make_user(session)
    group = await make_group(session, two)
    path = f"/v1/user-groups/{group.id}/members/import"
    wrong = "\ufeffName;EMAIL\nA;one@ACME.example\nB;nobody@acme.example\n\nC;\n"
    before = await all_facts(session)
    response = await agent.post(path, json={"csv": wrong})
    assert (response.status_code, response.json()["code"]) == (422, "wrong_lines")
    assert [each["pointer"] for each in response.json()["errors"]] == ["/csv/3", "/csv/5"]
    assert "2 of 3 lines" in response.json()["detail"]
    assert set(await members_of(session, group)) == {two.id}
    assert await all_facts(session) == before
    right = f"id,email\r\n{one.id},x\r\n{two.id},y\r\n{one.id},z\r\n"
    assert (await agent.post(path, json={"csv": right})).json() == {"changed": 1, "unchanged": 1}


@pytest.mark.parametrize("text", ["", "name\nAnna\n", "email\n" + "a@b.example\n" * 10_001, 'email\n"a'])
async def test_a_list_that_can_not_be_read_is_refused(agent, session, text):
    group = await make_group(session)
    response = await agent.post(f"/v1/user-groups/{group.id}/members/import", json={"csv": text})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith("/csv")


async def test_a_person_s_groups_are_a_whole_set(agent, session):
    person = await make_user(session)
    one, two, three = [await make_group(session) for _ in range(3)]
    path = f"/v1/users/{person.id}/user-groups"
    assert [each["name"] for each in (await agent.get(path)).json()["groups"]] == ["Everyone", "Registered"]
    await agent.put(path, json={"group_ids": [one.id, two.id]})
    now = (await agent.put(path, json={"group_ids": [three.id, two.id]})).json()
    own = {each["id"]: each["by_rule"] for each in now["groups"] if each["kind"] == "own"}
    assert own == {two.id: False, three.id: False}
    seen = (await agent.get(path)).json()["version"]
    assert seen == now["version"]
    for version, status in ((seen + 1, 412), (seen, 200)):
        header = {"if-match": f'"{version}"'}
        kept = await agent.put(path, json={"group_ids": [two.id, three.id]}, headers=header)
        assert kept.status_code == status
    everyone, before = await built_in(session, "everyone"), await all_facts(session)
    refused = await agent.put(path, json={"group_ids": [one.id, everyone.id, 999_999_999]})
    assert (refused.status_code, refused.json()["code"]) == (422, "no_such_group")
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/group_ids/1", "/group_ids/2"]
    assert await all_facts(session) == before


async def test_a_rule_on_the_person_is_followed_whenever_one_of_both_changes(client_as, session, drain):
    admin = await client_as(await make_admin(session))
    by_hand = await make_user(session, address="hand@else.example")
    inside = await make_user(session, address="a@Mail.Acme.example")
    outside = await make_user(session, address="b@notacme.example")
    unproven = await make_user(session, address="c@acme.example")
    address = await session.scalar(select(UserAddress).where(UserAddress.user_id == unproven.id))
    address.verified_at = None
    group = await make_group(session, by_hand)
    path = f"/v1/user-groups/{group.id}"
    rule = {"domains": [".ACME.example", ".acme.example"], "languages": ["en"]}
    made = await admin.put(f"{path}/rule", json=rule)
    assert made.json()["rule"]["domains"] == [".acme.example"]
    await drain()
    assert await members_of(session, group) == {by_hand.id: False, inside.id: True}

    await verify_address(session, SYSTEM, unproven.id, address.id)
    await drain()
    assert await members_of(session, group) == {by_hand.id: False, inside.id: True, unproven.id: True}

    refused = await admin.delete(f"{path}/members/{inside.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "member_by_rule")
    await admin.put(f"{path}/members/{inside.id}")  # stays from now on, whatever the rule says
    await admin.patch(f"/v1/users/{inside.id}", json={"language": "de"})
    await admin.patch(f"/v1/users/{unproven.id}", json={"language": "de"})
    await drain()
    assert await members_of(session, group) == {by_hand.id: False, inside.id: False}

    await admin.patch(f"/v1/users/{unproven.id}", json={"language": "en"})
    await drain()
    assert (await admin.delete(f"{path}/rule")).json()["rule"] is None
    await drain()
    assert await members_of(session, group) == {by_hand.id: False, inside.id: False}
    assert outside.id not in await members_of(session, group)
    rules = [fact for fact in await stored_facts(session, "user_group", group.id) if "rule_" in fact.type]
    assert [fact.data["after"] for fact in rules] == [
        ["domain:.acme.example", "language:en"],
        [],
    ]


async def test_taken_out_by_hand_the_rule_still_holds(client_as, session, drain):
    admin, person = await client_as(await make_admin(session)), await make_user(session, language="de")
    group = await make_group(session, person)
    await admin.put(f"/v1/user-groups/{group.id}/rule", json={"languages": ["de"]})
    await drain()
    assert await members_of(session, group) == {person.id: False}
    await admin.delete(f"/v1/user-groups/{group.id}/members/{person.id}")
    assert await members_of(session, group) == {person.id: True}


@pytest.mark.parametrize(
    "rule",
    [{}, {"claimed": True}, {"domains": ["nodots"]}, {"domains": ["*.a.example"]}, {"organization_id": 1}],
)
async def test_a_rule_that_asks_nothing_or_of_organizations_is_refused(client_as, session, rule):
    admin, group = await client_as(await make_admin(session)), await make_group(session)
    assert (await admin.put(f"/v1/user-groups/{group.id}/rule", json=rule)).status_code == 422


@pytest.mark.commits
async def test_a_group_deleted_while_its_members_read_and_change_breaks_nobody(live_app, live_database):
    """Each answer is the group's or the one for what is not there; no fault, and no member is left over."""
    async with live_database.session() as session:
        admin = await make_admin(session)
        people = [await make_user(session) for _ in range(6)]
        group = await make_group(session, *people[:3], permissions=["tickets.set_priority"])
        tokens = {each.id: await token_for(session, live_app, each) for each in (admin, *people)}
    clients = {
        number: client_of(live_app, {"authorization": f"Bearer {token}"}) for number, token in tokens.items()
    }
    boss, path = clients[admin.id], f"/v1/user-groups/{group.id}"

    async def reads(person):
        return [(await clients[person.id].get("/v1/tickets")).status_code for _ in range(5)]

    async def changes(person):
        answers = [
            await boss.put(f"{path}/members/{person.id}"),
            await boss.put(f"/v1/users/{person.id}/user-groups", json={"group_ids": [group.id]}),
            await boss.get(f"{path}/members"),
        ]
        return [answer.status_code for answer in answers]

    found = await asyncio.gather(
        *(reads(each) for each in people[:3]), *(changes(each) for each in people[3:]), boss.delete(path)
    )
    assert {status for statuses in found[:3] for status in statuses} == {200}
    assert {status for statuses in found[3:6] for status in statuses} <= {200, 404, 422}
    assert found[6].status_code == 204
    async with live_database.session() as session:
        assert (await session.scalars(select(UserGroupMember.user_id))).all() == []
    for client in clients.values():
        await client.aclose()
