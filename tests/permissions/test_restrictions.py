"""What stands beside grants and cuts down: networks, an end, a ceiling of records (T65)."""

import pytest
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.facts import facts
from tests.factories.programs import make_key
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.permissions.queries import system_comes_from_inside, system_second_factor_required

PASSWORD = "correct horse battery staple"
HERE, ELSEWHERE = ["127.0.0.0/8", "::1/128"], ["192.0.2.0/24"]


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


async def test_an_agent_signs_in_from_the_networks_that_are_named(admin, app, session, anonymous):
    hashed = await app.state.passwords.hash(PASSWORD)
    agent = await make_agent(session, password_hash=hashed, address="bo@desk.example")
    body = {"email": "bo@desk.example", "password": PASSWORD, "scope": "agent"}
    _, secret = await make_key(session, agent)
    key = {"authorization": f"Bearer {secret}"}
    path = f"/v1/users/{agent.id}/restrictions"
    for networks, refused, by_key in [(HERE, False, 200), (ELSEWHERE, True, 401), ([], False, 200)]:
        await admin.put(path, json={"addresses": networks})
        answer = await anonymous.post("/v1/sessions", json=body)
        assert (answer.status_code == 403) is refused, answer.text
        assert (await anonymous.get("/v1/users/me", headers=key)).status_code == by_key
    await make_agent_group(session, agent, addresses=ELSEWHERE)
    refused = await anonymous.post("/v1/sessions", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "address_not_allowed")
    await admin.put(path, json={"expires_at": "2020-01-01T00:00:00Z"})
    over = await anonymous.post("/v1/sessions", json=body)
    assert (over.status_code, over.json()["code"]) == (401, "invalid_credentials")


async def test_every_set_of_networks_counts_and_none_binds_an_admin(session):
    agent, boss = await make_agent(session), await make_admin(session)
    await make_agent_group(session, agent, boss, addresses=["10.0.0.0/8", "2001:db8::/32"])
    await make_agent_group(session, agent, boss, addresses=["10.1.0.0/16"], second_factor_required=True)
    addresses = ["10.1.2.3", "10.2.2.3", "2001:db8::1", "::ffff:10.1.2.3", "nowhere", ""]
    inside = [await system_comes_from_inside(session, agent.id, each) for each in addresses]
    assert inside == [True, False, False, True, False, False]
    assert all([await system_comes_from_inside(session, boss.id, each) for each in addresses])
    assert await system_second_factor_required(session, agent.id)
    assert not await system_second_factor_required(session, boss.id)


async def test_t65_records_of_an_hour_have_a_ceiling_that_is_told_once(session, client_as):
    place, customer = await make_department(session, is_default=True), await make_user(session)
    agent = await make_agent(session, place)
    await make_agent_group(session, agent, records_an_hour=7)
    tickets = [await make_ticket(session, customer, place) for _ in range(5)]
    client = await client_as(agent)
    assert (await client.get("/v1/tickets")).status_code == 200
    path = f"/v1/tickets/{tickets[0].id}"
    read = [(await client.get(path)).status_code for _ in range(4)]
    assert read == [200, 200, 429, 429]
    for other in ("/v1/tickets", f"{path}/conversation", f"/v1/users/{customer.id}", "/v1/users"):
        answer = await client.get(other)
        assert (answer.status_code, "retry-after" in answer.headers) == (429, True), other
    assert (await facts(session, "user", agent.id)).count("user.ceiling_reached") == 1
    free = await client_as(await make_agent(session, place))
    assert (await free.get(path)).status_code == 200
