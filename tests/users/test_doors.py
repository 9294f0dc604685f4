"""Every route of accounts, departments, teams and sessions: who may come through its door (T14, T27)."""

import pytest
from tests.factories.departments import make_department
from tests.factories.teams import make_team
from tests.factories.users import give_all_permissions, make_admin, make_agent, make_user

from deskbell.core.auth import Level

ROUTES = [
    ("GET", "/v1/users/me", None, "user"),
    ("PATCH", "/v1/users/me", {"name": "New Name"}, "user"),
    ("PUT", "/v1/users/me/password", {"current_password": "x", "new_password": "long enough 1"}, "user"),
    ("GET", "/v1/sessions", None, "user"),
    ("DELETE", "/v1/sessions", None, "user"),
    ("DELETE", "/v1/sessions/1", None, "user"),
    ("GET", "/v1/users", None, "agent"),
    ("POST", "/v1/users", {"name": "Somebody", "email": "new@example.org"}, "agent"),
    ("GET", "/v1/users/{customer}", None, "agent"),
    ("PUT", "/v1/users/{customer}/disabled", None, "agent"),
    ("DELETE", "/v1/users/{customer}/disabled", None, "agent"),
    ("PATCH", "/v1/users/{customer}", {"name": "New Name"}, "agent"),
    ("GET", "/v1/invitations", None, "agent"),
    ("DELETE", "/v1/users/{customer}/invitations", None, "agent"),
    ("POST", "/v1/invitations", {"name": "A", "email": "a.new@example.org", "level": "agent"}, "admin"),
    ("GET", "/v1/active-sessions", None, "admin"),
    ("GET", "/v1/users/{agent}/sessions", None, "admin"),
    ("DELETE", "/v1/users/{agent}/sessions", None, "admin"),
    ("DELETE", "/v1/users/{agent}/sessions/1", None, "admin"),
    ("GET", "/v1/events", None, "admin"),
    ("GET", "/v1/settings", None, "admin"),
    ("GET", "/v1/settings/schema", None, "admin"),
    ("PATCH", "/v1/settings", {"mail": {"receipts": False}}, "admin"),
    ("GET", "/v1/guide", None, "admin"),
    ("PATCH", "/v1/guide", {"dismissed": True}, "admin"),
    ("PUT", "/v1/helpdesk/logo", {"file_id": "00000000-0000-4000-8000-000000000000"}, "admin"),
    ("DELETE", "/v1/helpdesk/logo", None, "admin"),
    ("POST", "/v1/statuses", {"name": "Parked", "kind": "on_hold"}, "admin"),
    ("DELETE", "/v1/priorities/1", None, "admin"),
    ("PUT", "/v1/ticket-types/order", {"ids": []}, "admin"),
    ("GET", "/v1/agents", None, "agent"),
    ("GET", "/v1/departments", None, "agent"),
    ("GET", "/v1/teams", None, "agent"),
    ("PUT", "/v1/users/{customer}/level", {"level": "agent"}, "admin"),
    ("GET", "/v1/users/{agent}/departments", None, "admin"),
    ("PUT", "/v1/users/{agent}/departments", {"department_ids": []}, "admin"),
    ("POST", "/v1/departments", {"name": "Sales"}, "admin"),
    ("PATCH", "/v1/departments/{department}", {"name": "Sales"}, "admin"),
    ("DELETE", "/v1/departments/{department}", None, "admin"),
    ("POST", "/v1/teams", {"name": "Second line"}, "admin"),
    ("PATCH", "/v1/teams/{team}", {"name": "Second line"}, "admin"),
    ("DELETE", "/v1/teams/{team}", None, "admin"),
    ("PUT", "/v1/teams/{team}/members/{agent}", None, "admin"),
    ("DELETE", "/v1/teams/{team}/members/{agent}", None, "admin"),
]
RUNGS = ["user", "agent", "admin"]


@pytest.fixture
async def places(session):
    """What stands for the names in the addresses."""
    return {
        "customer": (await make_user(session)).id,
        "agent": (await make_agent(session)).id,
        "department": (await make_department(session)).id,
        "team": (await make_team(session)).id,
    }


@pytest.mark.parametrize(("method", "path", "body", "lowest"), ROUTES)
async def test_a_guest_is_asked_to_sign_in(anonymous, places, method, path, body, lowest):
    response = await anonymous.request(method, path.format(**places), json=body)
    assert response.status_code == 401
    assert response.json()["code"] == "not_signed_in"
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path", "body", "lowest"), ROUTES)
@pytest.mark.parametrize("rung", RUNGS)
async def test_t27_a_scope_opens_its_own_doors_and_those_below(
    client_as, session, places, method, path, body, lowest, rung
):
    user = await make_user(session, Level[rung])
    if Level[rung] >= Level.agent:
        await give_all_permissions(session, user)
    response = await (await client_as(user)).request(method, path.format(**places), json=body)
    if RUNGS.index(rung) < RUNGS.index(lowest):
        assert (response.status_code, response.json()["code"]) == (403, "scope_too_low")
    else:
        codes = {"not_signed_in", "scope_too_low", "not_allowed"}
        assert response.status_code < 500
        assert response.status_code < 400 or response.json()["code"] not in codes


@pytest.mark.parametrize(("method", "path", "body"), [route[:3] for route in ROUTES if route[3] != "user"])
async def test_t27_an_admin_with_a_customers_token_is_a_customer(
    client_as, session, places, method, path, body
):
    admin = await make_admin(session)
    response = await (await client_as(admin, scope="user")).request(method, path.format(**places), json=body)
    assert (response.status_code, response.json()["code"]) == (403, "scope_too_low")


@pytest.mark.parametrize(("method", "path", "body"), [route[:3] for route in ROUTES if route[2] is not None])
async def test_t14_an_unknown_member_is_refused_by_name(client_as, session, places, method, path, body):
    admin = await make_admin(session)
    response = await (await client_as(admin)).request(
        method, path.format(**places), json={**body, "ignore_permissions": True}
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/ignore_permissions"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/v1/users/999999999/level", {"level": "agent"}),
        ("PUT", "/v1/users/999999999/departments", {"department_ids": []}),
        ("PUT", "/v1/users/999999999/disabled", None),
        ("DELETE", "/v1/users/999999999/disabled", None),
        ("GET", "/v1/users/999999999", None),
        ("PATCH", "/v1/departments/999999999", {"name": "X"}),
        ("DELETE", "/v1/departments/999999999", None),
        ("PATCH", "/v1/teams/999999999", {"name": "X"}),
        ("DELETE", "/v1/teams/999999999", None),
        ("PUT", "/v1/teams/999999999/members/999999999", None),
        ("DELETE", "/v1/teams/999999999/members/999999999", None),
        ("DELETE", "/v1/sessions/999999999", None),
    ],
)
async def test_an_unknown_number_is_not_found(client_as, session, method, path, body):
    response = await (await client_as(await make_admin(session))).request(method, path, json=body)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775808", "x", "1.5"])
async def test_a_number_that_cannot_be_one_is_refused(client_as, session, number):
    response = await (await client_as(await make_admin(session))).get(f"/v1/users/{number}")
    assert response.status_code == 422
