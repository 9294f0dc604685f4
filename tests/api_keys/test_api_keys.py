"""Keys of programs: whom they act as, how far, and what they never do (T14, T17, T22, T27)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete
from tests.conftest import client_of
from tests.factories.departments import make_department
from tests.factories.facts import facts, stored_facts
from tests.factories.programs import make_key, make_service
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.api_keys.models import ApiKey
from deskbell.core.auth import Level
from deskbell.departments.models import DepartmentAccess

PASSWORD = "correct horse battery staple"


@pytest.fixture
def with_key(app):
    """`with_key(key)`: a program that has it."""
    return lambda key: client_of(app, {"authorization": f"Bearer {key}"})


def wanted(**changes):
    return {"name": "Export", "scope": "user", "current_password": PASSWORD, **changes}


async def test_t17_t22_a_key_is_made_by_password_and_shown_once(session, client_as, with_key, hash_of):
    agent = await make_agent(session, password_hash=await hash_of(PASSWORD))
    client = await client_as(agent)
    path = "/v1/users/me/api-keys"
    wrong = await client.post(path, json=wanted(current_password="not this one"))
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    assert "session.sign_in_failed" in await facts(session, "user", agent.id)
    too_high = await client.post(path, json=wanted(scope="admin"))
    assert (too_high.status_code, too_high.json()["code"]) == (403, "scope_not_granted")
    made = [(await client.post(path, json=wanted(days=30))).json() for _ in range(2)]
    keys = [each["key"] for each in made]
    assert len({*keys}) == 2
    assert all(key.startswith("dbk_") and len(key) == 47 and key[4:].isalnum() for key in keys)
    listed = (await client.get(path)).json()["items"]
    assert [each["id"] for each in listed] == [made[1]["id"], made[0]["id"]]
    assert listed[0]["prefix"] == keys[1][:12]
    assert "key" not in listed[0]
    row = await session.get(ApiKey, made[0]["id"])
    assert keys[0].encode() not in row.key_hash
    assert row.expires_at - datetime.now(UTC) < timedelta(days=30)
    async with with_key(keys[0]) as program:
        me = await program.get("/v1/users/me")
        assert me.json()["id"] == agent.id
        assert (await program.get("/v1/users")).status_code == 403  # the key is a customer's
        assert (await client.delete(f"{path}/{made[0]['id']}")).status_code == 204
        assert (await program.get("/v1/users/me")).status_code == 401
    assert await facts(session, "api_key", made[0]["id"]) == ["api_key.created", "api_key.revoked"]


@pytest.mark.parametrize("account", [1, 2, 3])
@pytest.mark.parametrize("key_level", [1, 2, 3])
async def test_t27_the_lower_of_key_and_owner_counts(session, with_key, account, key_level):
    user = await make_user(session, Level(account))
    _, key = await make_key(session, user, Level(key_level))
    async with with_key(key) as program:
        statuses = [(await program.get(path)).status_code for path in ("/v1/users/me", "/v1/users")]
        rights = await program.get(f"/v1/users/{user.id}/departments")
    lowest = min(account, key_level)
    assert statuses == [200, 200 if lowest >= 2 else 403]
    assert (rights.status_code == 200) == (lowest == 3)


async def test_a_key_stops_with_its_owner_its_end_and_its_rights(session, with_key):
    department = await make_department(session)
    agent = await make_agent(session, department)
    ticket = await make_ticket(session, await make_user(session), department)
    row, key = await make_key(session, agent)
    async with with_key(key) as program:
        said = await program.post(f"/v1/tickets/{ticket.id}/messages", json={"text": "Done."})
        assert said.status_code == 201
        event = (await stored_facts(session, "ticket", ticket.id))[-1]
        assert (event.actor_kind, event.actor_id) == ("key", agent.id)
        first = row.last_used_at
        await session.refresh(row)
        assert row.last_used_at is not None
        assert first is None
        noted = row.last_used_at
        await program.get("/v1/users/me")
        await session.refresh(row)
        assert row.last_used_at == noted  # once a minute
        await session.execute(delete(DepartmentAccess).where(DepartmentAccess.user_id == agent.id))
        assert (await program.get(f"/v1/tickets/{ticket.id}")).status_code == 404
        for column, value in (("disabled_at", datetime.now(UTC)), ("disabled_at", None)):
            setattr(agent, column, value)
            await session.flush()
            assert (await program.get("/v1/users/me")).status_code == (401 if value else 200)
        row.expires_at = datetime.now(UTC) - timedelta(hours=1)  # the transaction may have begun long ago
        await session.flush()
        assert (await program.get("/v1/users/me")).status_code == 401


async def test_t14_a_key_never_makes_keys_nor_touches_sessions(session, with_key, hash_of):
    admin = await make_admin(session, password_hash=await hash_of(PASSWORD))
    _, key = await make_key(session, admin)
    async with with_key(key) as program:
        for method, path, body in (
            ("POST", "/v1/users/me/api-keys", wanted()),
            ("GET", "/v1/api-keys", None),
            ("GET", "/v1/sessions", None),
            ("DELETE", "/v1/sessions", None),
            ("PUT", "/v1/users/me/password", {"current_password": PASSWORD, "new_password": PASSWORD + "!"}),
        ):
            answer = await program.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "person_needed"), path


@pytest.mark.parametrize("key", ["dbk_", "dbk_x", "dbk_" + "0" * 43, "dbk_ü", "dbk_" + "a" * 3000, "DBK_x"])
async def test_t21_what_is_no_key_is_401(app, key):
    async with client_of(app) as nobody:
        answer = await nobody.get("/v1/users/me", headers={"authorization": f"Bearer {key}".encode()})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_service_account_works_by_its_keys_only(session, client_as, with_key, hash_of):
    admin = await client_as(await make_admin(session, password_hash=await hash_of(PASSWORD)))
    made = await admin.post("/v1/service-accounts", json={"name": "Order system"})
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    department = await make_department(session)
    await admin.put(f"/v1/users/{number}/departments", json={"department_ids": [department.id]})
    everything = (await admin.get("/v1/agent-groups")).json()["items"][0]["id"]
    await admin.put(f"/v1/users/{number}/agent-groups", json={"agent_group_ids": [everything]})
    path = f"/v1/service-accounts/{number}/api-keys"
    key = (await admin.post(path, json=wanted(scope="agent"))).json()
    assert key["owner"] == {"id": number, "name": "Order system"}
    too_high = await admin.post(path, json=wanted(scope="admin"))
    assert too_high.json()["code"] == "scope_not_granted"
    ticket = await make_ticket(session, await make_user(session), department)
    async with with_key(key["key"]) as program:
        assert (await program.get(f"/v1/tickets/{ticket.id}")).status_code == 200
        assert (await admin.put(f"/v1/users/{number}/disabled")).status_code == 200
        assert (await program.get(f"/v1/tickets/{ticket.id}")).status_code == 401
    (listed,) = (await admin.get("/v1/service-accounts")).json()["items"]
    assert (listed["keys"], listed["disabled"], listed["level"]) == (1, True, "agent")
    everybodys = (await admin.get(f"/v1/api-keys?user_id={number}")).json()["items"]
    assert [each["id"] for each in everybodys] == [key["id"]]
    assert (await admin.delete(f"/v1/api-keys/{key['id']}")).status_code == 204
    assert (await admin.get(f"/v1/api-keys?user_id={number}")).json()["items"] == []
    person = await make_user(session)
    refused = await admin.post(f"/v1/service-accounts/{person.id}/api-keys", json=wanted())
    assert (refused.status_code, refused.json()["code"]) == (409, "not_a_service_account")


async def test_a_service_account_is_no_admin_who_can_sign_in(session, client_as):
    """The last admin stays one, however many programs are admins (domain.md section 1)."""
    first, second = await make_admin(session), await make_admin(session)
    await make_service(session, Level.admin)
    client = await client_as(first)
    path = f"/v1/users/{second.id}/level"
    assert (await client.put(path, json={"level": "user"})).status_code == 200
    _, key = await make_key(session, await make_service(session, Level.admin))
    async with client_of(client._transport.app, {"authorization": f"Bearer {key}"}) as program:
        refused = await program.put(f"/v1/users/{first.id}/disabled")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")


async def test_another_persons_key_is_not_there(session, client_as):
    one, other = await make_user(session), await make_user(session)
    row, _ = await make_key(session, other)
    client = await client_as(one)
    assert (await client.delete(f"/v1/users/me/api-keys/{row.id}")).status_code == 404
    assert (await client.get("/v1/users/me/api-keys")).json()["items"] == []
