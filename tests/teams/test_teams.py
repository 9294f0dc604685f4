"""Teams and their members."""

import pytest
from tests.factories.facts import all_facts, facts, stored_facts
from tests.factories.teams import make_team
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.users.models import User


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


async def test_a_team_is_made_renamed_and_deleted(admin, session):
    made = (await admin.post("/v1/teams", json={"name": "Second line"})).json()
    assert made == {"id": made["id"], "name": "Second line", "members": []}
    for _ in range(2):
        response = await admin.patch(f"/v1/teams/{made['id']}", json={"name": "Third line"})
        assert response.json()["name"] == "Third line"
    assert (await admin.delete(f"/v1/teams/{made['id']}")).status_code == 204
    assert (await admin.delete(f"/v1/teams/{made['id']}")).status_code == 404
    assert await facts(session, "team", made["id"]) == ["team.created", "team.changed", "team.deleted"]


async def test_names_differ_in_more_than_capitals(admin, session):
    await make_team(session, name="Second line")
    other = await make_team(session)
    before = await all_facts(session)
    for response in (
        await admin.post("/v1/teams", json={"name": "second LINE"}),
        await admin.patch(f"/v1/teams/{other.id}", json={"name": "second line"}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "name_taken")
    assert await all_facts(session) == before


async def test_members_come_and_go_once(admin, session):
    team, agent = await make_team(session), await make_agent(session, name="Anna")
    path = f"/v1/teams/{team.id}/members/{agent.id}"
    for _ in range(2):
        assert (await admin.put(path)).json()["members"] == [{"id": agent.id, "name": "Anna"}]
    for _ in range(2):
        assert (await admin.delete(path)).json()["members"] == []
    found = await stored_facts(session, "team", team.id)
    assert [fact.type for fact in found] == ["team.member_added", "team.member_removed"]
    assert found[0].data == {"team_id": team.id, "user_id": agent.id}


async def test_only_agents_join(admin, session):
    team, customer = await make_team(session), await make_user(session)
    response = await admin.put(f"/v1/teams/{team.id}/members/{customer.id}")
    assert (response.status_code, response.json()["code"]) == (409, "not_an_agent")
    assert await facts(session, "team", team.id) == []


async def test_deleting_a_team_deletes_no_person(admin, session):
    agent = await make_agent(session)
    team = await make_team(session, agent)
    assert (await admin.delete(f"/v1/teams/{team.id}")).status_code == 204
    assert await session.get(User, agent.id) is not None


async def test_the_list_shows_teams_and_members_by_name(admin, session):
    anna, zoe = await make_agent(session, name="Anna"), await make_agent(session, name="Zoe")
    await make_team(session, zoe, anna, name="ZZ last")
    await make_team(session, name="AA first")
    items = (await admin.get("/v1/teams")).json()["items"]
    assert [item["name"] for item in items] == ["AA first", "ZZ last"]
    assert [member["name"] for member in items[1]["members"]] == ["Anna", "Zoe"]
