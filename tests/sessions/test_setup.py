"""The first start: one link, one admin, one default department."""

import asyncio
from collections import Counter

import httpx
import pytest
from sqlalchemy import delete, func, select
from tests.factories.facts import all_facts
from tests.factories.users import make_admin, make_user
from tests.sessions.conftest import bearer

from deskbell.core.auth import Level
from deskbell.departments.models import Department
from deskbell.sessions.models import SingleUseLink
from deskbell.sessions.setup_link import issue_setup_link
from deskbell.users.models import User

ADMIN = {
    "helpdesk_name": "Example Support",
    "name": "Ada Admin",
    "email": "ada@example.org",
    "password": "the very first password",
}


@pytest.fixture
async def set_up(anonymous, session):
    """`await set_up(token)`: the response, of a helpdesk in which there is nobody yet."""
    await session.execute(delete(Department))
    await session.execute(delete(User))

    async def ask(token, **changes):
        return await anonymous.post("/v1/setup", json={**ADMIN, "token": token, **changes})

    return ask


async def test_the_link_makes_the_first_admin(set_up, session, anonymous):
    assert (await anonymous.get("/v1/setup")).json() == {"needed": True}
    response = await set_up(await issue_setup_link(session))
    assert response.status_code == 201
    assert response.json()["scope"] == "user agent admin"
    assert response.json()["user"]["level"] == "admin"
    assert "deskbell_session" in response.cookies
    token = bearer(response)
    [support] = (await anonymous.get("/v1/departments", headers=token)).json()["items"]
    assert (support["name"], support["is_default"]) == ("Support", True)
    user_id = response.json()["user"]["id"]
    access = await anonymous.get(f"/v1/users/{user_id}/departments", headers=token)
    assert access.json()["department_ids"] == [support["id"]]
    assert (await anonymous.get("/v1/setup")).json() == {"needed": False}
    assert (await anonymous.get("/v1/helpdesk")).json()["name"] == "Example Support"
    assert await all_facts(session) == [
        "user.created",
        "user.password_changed",
        "department.created",
        "user.level_changed",
        "user.departments_changed",
        "agent_group.member_added",
        "helpdesk.changed",
        "helpdesk.set_up",
        "session.started",
    ]


async def test_the_default_department_cannot_be_deleted(set_up, session, anonymous):
    token = bearer(await set_up(await issue_setup_link(session)))
    [support] = (await anonymous.get("/v1/departments", headers=token)).json()["items"]
    response = await anonymous.delete(f"/v1/departments/{support['id']}", headers=token)
    assert (response.status_code, response.json()["code"]) == (409, "default_department")


async def test_t18_the_link_works_once(set_up, session):
    secret = await issue_setup_link(session)
    assert (await set_up(secret)).status_code == 201
    response = await set_up(secret, email="eve@example.org")
    assert (response.status_code, response.json()["code"]) == (401, "link_not_valid")


async def test_a_new_start_voids_the_link_before(set_up, session):
    old, new = await issue_setup_link(session), await issue_setup_link(session)
    assert (await set_up(old)).status_code == 401
    assert (await set_up(new)).status_code == 201


async def test_with_an_admin_there_is_no_link_and_old_ones_are_dead(set_up, session):
    secret = await issue_setup_link(session)
    await make_admin(session)
    response = await set_up(secret)
    assert (response.status_code, response.json()["code"]) == (409, "already_set_up")
    assert await issue_setup_link(session) is None
    assert (await set_up(secret)).status_code == 401


async def test_an_expired_link_is_dead(set_up, session):
    secret = await issue_setup_link(session)
    [link] = await session.scalars(select(SingleUseLink))
    link.expires_at = link.created_at
    await session.flush()
    assert (await set_up(secret)).status_code == 401


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"password": "short"}, "/password"),
        ({"password": "Ada Admin 12"}, "/password"),
        ({"email": "no address"}, "/email"),
        ({"helpdesk_name": " "}, "/helpdesk_name"),
        ({"name": ""}, "/name"),
        ({"token": ["x"]}, "/token"),
        ({"level": "admin"}, "/level"),
    ],
)
async def test_what_does_not_fit_leaves_the_link_alive(set_up, session, changes, pointer):
    secret = await issue_setup_link(session)
    response = await set_up(**{"token": secret, **changes})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await session.scalar(select(func.count()).select_from(User)) == 0
    assert (await set_up(secret)).status_code == 201


async def test_an_address_that_is_taken_is_refused(set_up, session):
    await make_user(session, address="ADA@example.org")
    response = await set_up(await issue_setup_link(session))
    assert (response.status_code, response.json()["code"]) == (409, "address_taken")


async def test_a_customers_site_may_not_set_up(set_up, session, anonymous, settings_with):
    settings_with(origins={"https://help.example.org": "user"})
    anonymous.headers["origin"] = "https://help.example.org"
    assert (await set_up(await issue_setup_link(session))).status_code == 403


@pytest.mark.commits
async def test_t87_of_ten_set_ups_at_once_one_succeeds(live_app, live_database):
    async with live_database.session() as session:
        secret = await issue_setup_link(session)
    transport = httpx.ASGITransport(app=live_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        bodies = [{**ADMIN, "token": secret, "email": f"ada{number}@example.org"} for number in range(10)]
        answers = await asyncio.gather(*(client.post("/v1/setup", json=body) for body in bodies))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 401: 9}
    async with live_database.session() as session:
        admins = select(func.count()).select_from(User).where(User.level == Level.admin)
        assert await session.scalar(admins) == 1
        assert await session.scalar(select(func.count()).select_from(Department)) == 1
