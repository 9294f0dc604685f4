"""Raising, lowering, disabling: what changes at once, and what can't be done (domain.md section 1)."""

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.facts import facts, stored_facts
from tests.factories.sessions import access_token, make_refresh_token, make_session
from tests.factories.teams import make_team
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.core.auth import Actor, Level
from deskbell.departments.models import DepartmentAccess
from deskbell.sessions.actions.reset_password import issue_reset_link
from deskbell.teams.models import TeamMember
from deskbell.users.actions.change_level import change_level
from deskbell.users.models import User
from deskbell.users.problems import LastAdmin

SYSTEM = Actor(kind="system", level=Level.admin)


async def level_of(session, user):
    return await session.scalar(select(User.level).where(User.id == user.id))


async def test_an_admin_raises_a_customer(client_as, session):
    user = await make_user(session)
    response = await (await client_as(await make_admin(session))).put(
        f"/v1/users/{user.id}/level", json={"level": "agent"}
    )
    assert (response.status_code, response.json()["level"]) == (200, "agent")
    [fact] = await stored_facts(session, "user", user.id)
    assert (fact.type, fact.data) == (
        "user.level_changed",
        {"user_id": user.id, "before": 1, "after": 2},
    )
    found = await session.scalars(select(DepartmentAccess).where(DepartmentAccess.user_id == user.id))
    assert list(found) == []


async def test_the_same_level_changes_nothing(client_as, session):
    agent = await make_agent(session)
    response = await (await client_as(await make_admin(session))).put(
        f"/v1/users/{agent.id}/level", json={"level": "agent"}
    )
    assert response.status_code == 200
    assert await facts(session, "user", agent.id) == []


@pytest.mark.parametrize("level", ["guest", "root", 3, None, "ADMIN", ["admin"]])
async def test_a_level_that_is_none_is_refused(client_as, session, level):
    user = await make_user(session)
    response = await (await client_as(await make_admin(session))).put(
        f"/v1/users/{user.id}/level", json={"level": level}
    )
    assert response.status_code == 422
    assert await level_of(session, user) == Level.user


async def test_a_new_admin_has_all_departments_in_the_agent_panel(client_as, session):
    one, two = await make_department(session), await make_department(session)
    agent = await make_agent(session, one)
    client = await client_as(await make_admin(session))
    await client.put(f"/v1/users/{agent.id}/level", json={"level": "admin"})
    response = await client.get(f"/v1/users/{agent.id}/departments")
    assert {one.id, two.id} <= set(response.json()["department_ids"])
    assert await facts(session, "user", agent.id) == ["user.level_changed", "user.departments_changed"]


async def test_leaving_the_agent_level_takes_departments_and_teams(client_as, session):
    department = await make_department(session)
    agent = await make_agent(session, department)
    team = await make_team(session, agent)
    response = await (await client_as(await make_admin(session))).put(
        f"/v1/users/{agent.id}/level", json={"level": "user"}
    )
    assert response.status_code == 200
    assert await facts(session, "user", agent.id) == ["user.level_changed", "user.departments_changed"]
    assert await facts(session, "team", team.id) == ["team.member_removed"]
    assert list(await session.scalars(select(TeamMember).where(TeamMember.user_id == agent.id))) == []


async def test_t27_a_lowered_agents_token_loses_its_doors_at_the_next_request(client_as, session):
    agent = await make_agent(session)
    theirs, admins = await client_as(agent), await client_as(await make_admin(session))
    assert (await theirs.get("/v1/users")).status_code == 200
    await admins.put(f"/v1/users/{agent.id}/level", json={"level": "user"})
    assert (await theirs.get("/v1/users")).status_code == 403
    assert (await theirs.get("/v1/users/me")).status_code == 200


async def test_t22_raised_again_old_tokens_and_sessions_stay_low(client_as, session, anonymous):
    agent, admins = await make_agent(session), await client_as(await make_admin(session))
    row = await make_session(session, agent)
    cookie = await make_refresh_token(session, row)
    theirs = await client_as(agent)
    assert (await theirs.get("/v1/users")).status_code == 200
    for level in ("user", "agent"):
        await admins.put(f"/v1/users/{agent.id}/level", json={"level": level})
    assert (await theirs.get("/v1/users")).status_code == 403
    anonymous.cookies.set("deskbell_session", cookie)
    response = await anonymous.post("/v1/sessions/refresh", json={"scope": "agent"})
    assert (response.status_code, response.json()["code"]) == (403, "password_needed")


async def test_t18_a_change_of_level_voids_reset_links(client_as, session, anonymous):
    user = await make_user(session)
    secret = await issue_reset_link(session, SYSTEM, user.id)
    await (await client_as(await make_admin(session))).put(
        f"/v1/users/{user.id}/level", json={"level": "agent"}
    )
    response = await anonymous.post(
        "/v1/password-resets", json={"token": secret, "new_password": "correct horse battery"}
    )
    assert (response.status_code, response.json()["code"]) == (401, "link_not_valid")


async def test_nobody_lowers_or_disables_themselves(client_as, session):
    admin = await make_admin(session)
    await make_admin(session)
    client = await client_as(admin)
    response = await client.put(f"/v1/users/{admin.id}/level", json={"level": "agent"})
    assert (response.status_code, response.json()["code"]) == (409, "not_yourself")
    response = await client.put(f"/v1/users/{admin.id}/disabled")
    assert (response.status_code, response.json()["code"]) == (409, "not_yourself")
    agent = await make_agent(session)
    response = await (await client_as(agent)).put(f"/v1/users/{agent.id}/disabled")
    assert (response.status_code, response.json()["code"]) == (409, "not_yourself")


async def test_the_last_admin_who_can_sign_in_stays(session):
    admin = await make_admin(session)
    await make_admin(session, password_hash=None)
    for other in await session.scalars(select(User).where(User.level == Level.admin, User.id != admin.id)):
        other.disabled_at = other.created_at
    await session.flush()
    with pytest.raises(LastAdmin):
        await change_level(session, SYSTEM, admin.id, Level.user)
    assert await level_of(session, admin) == Level.admin


async def test_an_agent_disables_customers_only(client_as, session):
    customer, other, admin = await make_user(session), await make_agent(session), await make_admin(session)
    client = await client_as(await make_agent(session))
    assert (await client.put(f"/v1/users/{customer.id}/disabled")).json()["disabled"] is True
    assert (await client.put(f"/v1/users/{other.id}/disabled")).status_code == 404
    assert (await client.put(f"/v1/users/{admin.id}/disabled")).status_code == 404
    client = await client_as(admin, scope="agent")
    assert (await client.put(f"/v1/users/{other.id}/disabled")).status_code == 404


async def test_a_disabled_account_is_out_at_its_next_request_and_restorable(
    client_as, session, app, anonymous
):
    department = await make_department(session)
    agent = await make_agent(session, department)
    row = await make_session(session, agent)
    cookie = await make_refresh_token(session, row)
    token = {"authorization": f"Bearer {access_token(app.state.tokens, agent.id, row.id, Level.agent)}"}
    assert (await anonymous.get("/v1/users/me", headers=token)).status_code == 200
    client = await client_as(await make_admin(session))
    for _ in range(2):
        assert (await client.put(f"/v1/users/{agent.id}/disabled")).json()["disabled"] is True
    assert (await anonymous.get("/v1/users/me", headers=token)).status_code == 401
    anonymous.cookies.set("deskbell_session", cookie)
    assert (await anonymous.post("/v1/sessions/refresh", json={"scope": "user"})).status_code == 401
    for _ in range(2):
        assert (await client.delete(f"/v1/users/{agent.id}/disabled")).json()["disabled"] is False
    assert await facts(session, "user", agent.id) == ["user.disabled", "user.enabled"]
    assert await facts(session, "session", row.id) == ["session.ended"]
    response = await client.get(f"/v1/users/{agent.id}/departments")
    assert response.json()["department_ids"] == [department.id]
