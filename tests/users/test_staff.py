"""What admins do with people: invite them, change them, sign them out."""

import pytest
from sqlalchemy import select, update
from tests.factories.departments import make_department
from tests.factories.facts import facts
from tests.factories.outgoing import fix_all, mails_of, make_desk_of
from tests.factories.sessions import make_session, token_for
from tests.factories.teams import make_team
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.sessions.models import SignInSession, SingleUseLink
from deskbell.users.models import User


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session, name="Ada"))


async def test_a_colleague_is_invited_with_everything_in_one_step(admin, session, settings):
    department, team = await make_department(session), await make_team(session)
    body = {"name": "Nia", "email": "nia@example.org", "level": "agent"}
    body |= {"department_ids": [department.id], "team_ids": [team.id]}
    made = (await admin.post("/v1/invitations", json=body)).json()
    assert (made["level"], made["claimed"]) == ("agent", False)
    rights = (await admin.get(f"/v1/users/{made['id']}/departments")).json()
    assert rights["department_ids"] == [department.id]
    await fix_all(session, make_desk_of(settings))
    (open_one,) = (await admin.get("/v1/invitations")).json()["items"]
    assert open_one["user"] == {"id": made["id"], "name": "Nia", "email": "nia@example.org", "level": "agent"}
    assert open_one["invited_by"]["name"] == "Ada"
    assert open_one["expires_at"] is not None
    assert (await admin.delete(f"/v1/users/{made['id']}/invitations")).status_code == 204
    assert (await admin.get("/v1/invitations")).json()["items"] == []
    links = select(SingleUseLink.used_at).where(SingleUseLink.user_id == made["id"])
    assert None not in list(await session.scalars(links))


async def test_an_invitation_is_all_or_nothing(admin, session):
    body = {"name": "Nia", "email": "nia@example.org", "level": "admin", "team_ids": [987654]}
    refused = await admin.post("/v1/invitations", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "no_such_team")
    assert (await admin.get("/v1/users", params={"q": "nia@example.org"})).json()["items"] == []
    assert await mails_of(session) == []
    await make_user(session, address="nia@example.org")
    taken = await admin.post("/v1/invitations", json=body | {"team_ids": []})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/email")


async def test_a_revoked_mail_that_waits_is_never_written(admin, session, settings):
    body = {"name": "Nia", "email": "nia@example.org", "level": "agent"}
    made = (await admin.post("/v1/invitations", json=body)).json()
    await admin.delete(f"/v1/users/{made['id']}/invitations")
    await fix_all(session, make_desk_of(settings))
    (mail,) = await mails_of(session)
    assert (mail.state, mail.internet_id) == ("failed", None)


async def test_agents_change_customers_only_and_admins_everyone(admin, client_as, session):
    customer, agent, other = await make_user(session), await make_agent(session), await make_agent(session)
    theirs = await client_as(agent)
    changed = await theirs.patch(f"/v1/users/{customer.id}", json={"name": "Better Name"})
    assert changed.json()["name"] == "Better Name"
    assert (await theirs.patch(f"/v1/users/{other.id}", json={"name": "X"})).status_code == 404
    assert (await admin.patch(f"/v1/users/{other.id}", json={"name": "X"})).json()["name"] == "X"
    assert await facts(session, "user", other.id) == ["user.changed"]
    unclaimed = await make_user(session, password_hash=None, claimed_at=None)
    found = (await admin.get("/v1/users", params={"claimed": "false"})).json()["items"]
    assert [each["id"] for each in found] == [unclaimed.id]


async def test_t22_an_ended_session_is_dead_at_its_next_request(app, admin, client_as, session, anonymous):
    agent = await make_agent(session, name="Anna")
    token = await token_for(session, app, agent)
    second = await make_session(session, agent, level=1, address="203.0.113.7")
    seen = (await admin.get(f"/v1/users/{agent.id}/sessions")).json()["items"]
    assert [(each["scope"], each["address"]) for each in seen] == [("user", "203.0.113.7"), ("agent", None)]
    everybody = (await admin.get("/v1/active-sessions", params={"scope": "agent"})).json()["items"]
    assert [each["user"]["name"] for each in everybody] == ["Anna"]
    headers = {"authorization": f"Bearer {token}"}
    assert (await anonymous.get("/v1/users/me", headers=headers)).status_code == 200
    path = f"/v1/users/{agent.id}/sessions"
    assert (await admin.delete(f"{path}/{second.id}")).status_code == 204
    assert (await admin.delete(f"{path}/{second.id}")).status_code == 404
    assert (await admin.delete(path)).status_code == 204
    assert (await anonymous.get("/v1/users/me", headers=headers)).status_code == 401
    reasons = set(
        await session.scalars(select(SignInSession.end_reason).where(SignInSession.user_id == agent.id))
    )
    assert reasons == {"ended_by_admin"}


async def test_t13_who_signs_everybody_else_out_stays_signed_in(admin, session):
    me = (await admin.get("/v1/users/me")).json()["id"]
    await session.execute(update(User).where(User.id == me).values(name="Ada"))
    assert (await admin.delete(f"/v1/users/{me}/sessions")).status_code == 204
    assert (await admin.get("/v1/users/me")).status_code == 200
