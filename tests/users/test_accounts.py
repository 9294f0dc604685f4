"""Accounts: one's own, those of others, and the lists of them."""

import pytest
from tests.factories.departments import give, make_department
from tests.factories.facts import all_facts, facts, stored_facts
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.core.pagination import encode_cursor


async def test_me(client_as, session):
    user = await make_user(session, name="Anna Ott", address="anna@example.org")
    response = await (await client_as(user)).get("/v1/users/me")
    assert response.json() == {
        "id": user.id,
        "name": "Anna Ott",
        "email": "anna@example.org",
        "level": "user",
        "language": "en",
        "time_zone": "UTC",
    }


async def test_me_keeps_the_accounts_level_under_a_lower_token(client_as, session):
    response = await (await client_as(await make_admin(session), scope="user")).get("/v1/users/me")
    assert response.json()["level"] == "admin"


async def test_a_profile_is_changed_and_the_log_names_the_fields_only(client_as, session):
    user = await make_user(session)
    body = {"name": "Anna  ", "language": "de-AT", "time_zone": "Europe/Vienna"}
    response = await (await client_as(user)).patch("/v1/users/me", json=body)
    assert response.status_code == 200
    assert (response.json()["name"], response.json()["language"]) == ("Anna", "de-AT")
    [fact] = await stored_facts(session, "user", user.id)
    assert (fact.type, fact.data) == (
        "user.changed",
        {"user_id": user.id, "fields": ["name", "language", "time_zone"]},
    )


async def test_what_is_the_same_changes_nothing(client_as, session):
    user = await make_user(session, name="Anna")
    response = await (await client_as(user)).patch("/v1/users/me", json={"name": "Anna", "language": None})
    assert response.status_code == 200
    assert await facts(session, "user", user.id) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"name": "a" * 201}, "/name"),
        ({"name": ["x"]}, "/name"),
        ({"language": "German"}, "/language"),
        ({"time_zone": "Europe/Atlantis"}, "/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "/time_zone"),
        ({"level": "admin"}, "/level"),
        ({"email": "other@example.org"}, "/email"),
        ({"id": 1}, "/id"),
    ],
)
async def test_t15_a_profile_takes_nothing_else(client_as, session, body, pointer):
    user = await make_user(session)
    response = await (await client_as(user)).patch("/v1/users/me", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_an_agent_makes_a_customer(client_as, session):
    agent = await make_agent(session)
    body = {"name": "Ben Berg", "email": "Ben@Example.ORG"}
    response = await (await client_as(agent)).post("/v1/users", json=body)
    assert response.status_code == 201
    made = response.json()
    assert (made["name"], made["email"], made["level"]) == ("Ben Berg", "Ben@example.org", "user")
    assert (made["claimed"], made["disabled"]) == (False, False)
    assert await facts(session, "user", made["id"]) == ["user.created"]


async def test_an_address_belongs_to_one_account(client_as, session):
    await make_user(session, address="ben@example.org")
    before = await all_facts(session)
    response = await (await client_as(await make_agent(session))).post(
        "/v1/users", json={"name": "Ben", "email": "BEN@example.org"}
    )
    assert (response.status_code, response.json()["code"]) == (409, "address_taken")
    assert response.json()["errors"][0]["pointer"] == "/email"
    assert await all_facts(session) == before


@pytest.mark.parametrize(
    "email", ["", "x", "a@", "a b@example.org", "a@b\r\nBcc: c@d", "a" * 250 + "@example.org"]
)
async def test_an_address_that_is_none_is_refused(client_as, session, email):
    response = await (await client_as(await make_agent(session))).post(
        "/v1/users", json={"name": "X", "email": email}
    )
    assert response.status_code == 422


async def test_an_address_of_a_private_network_is_taken(client_as, session):
    response = await (await client_as(await make_agent(session))).post(
        "/v1/users", json={"name": "X", "email": "x@office.test"}
    )
    assert response.status_code == 201


async def test_agents_see_customers_and_themselves_admins_everyone(client_as, session):
    customer, other, admin = await make_user(session), await make_agent(session), await make_admin(session)
    agent = await make_agent(session)
    seen = {
        user["id"] for user in (await (await client_as(agent)).get("/v1/users?limit=100")).json()["items"]
    }
    assert {customer.id, agent.id} <= seen
    assert not {other.id, admin.id} & seen
    seen = {
        user["id"] for user in (await (await client_as(admin)).get("/v1/users?limit=100")).json()["items"]
    }
    assert {customer.id, agent.id, other.id, admin.id} <= seen
    assert (await (await client_as(agent)).get(f"/v1/users/{other.id}")).status_code == 404
    assert (await (await client_as(admin)).get(f"/v1/users/{other.id}")).status_code == 200
    assert (await (await client_as(agent)).get(f"/v1/users/{customer.id}")).status_code == 200


@pytest.mark.parametrize("q", ["Zebra", "zebra", "ebr", "striped@", "STRIPED@EX"])
async def test_accounts_are_found_by_a_part_of_name_or_address(client_as, session, q):
    user = await make_user(session, name="Zoe Zebra", address="striped@example.org")
    await make_user(session)
    response = await (await client_as(await make_agent(session))).get(
        "/v1/users", params={"q": q, "count": True}
    )
    assert [found["id"] for found in response.json()["items"]] == [user.id]
    assert response.json()["total"] == 1


@pytest.mark.parametrize("q", ["%", "_", "\\", "'; drop table users; --"])
async def test_t77_signs_of_the_pattern_language_are_text(client_as, session, q):
    await make_user(session, name="Zoe")
    response = await (await client_as(await make_agent(session, name="Agnes"))).get(
        "/v1/users", params={"q": q}
    )
    assert response.status_code == 200
    assert response.json()["items"] == []


@pytest.mark.parametrize("sort", ["-created_at", "name"])
async def test_the_list_is_walked_without_gap_or_repetition(client_as, session, sort):
    made = [await make_user(session, name="Same Name") for _ in range(5)]
    client, seen, cursor = await client_as(await make_agent(session)), [], None
    while True:
        params = {"q": "Same Name", "sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/users", params=params)).json()
        seen += [user["id"] for user in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    expected = sorted((user.id for user in made), reverse=sort.startswith("-"))
    assert seen == expected


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": "nonsense"},
        {"cursor": "WyJ4Il0"},
        {"sort": "id;drop"},
        {"level": "guest"},
        {"limit": 0},
        {"q": "\x00"},
    ],
)
async def test_bad_parameters_are_refused(client_as, session, params):
    response = await (await client_as(await make_agent(session))).get("/v1/users", params=params)
    assert response.status_code == 422


@pytest.mark.parametrize("name", ["a\x00", "\ud800"])
async def test_a_cursor_that_no_database_can_be_asked_about_is_refused(client_as, session, name):
    params = {"sort": "name", "cursor": encode_cursor(name, 1)}
    response = await (await client_as(await make_agent(session))).get("/v1/users", params=params)
    assert (response.status_code, response.json()["code"]) == (422, "bad_cursor")


async def test_the_list_is_narrowed_by_level_and_state(client_as, session):
    admin, agent = await make_admin(session), await make_agent(session)
    client = await client_as(admin)
    await client.put(f"/v1/users/{agent.id}/disabled")
    found = (await client.get("/v1/users", params={"level": "agent", "disabled": True})).json()["items"]
    assert [user["id"] for user in found] == [agent.id]
    found = (await client.get("/v1/users", params={"level": "agent", "disabled": False})).json()["items"]
    assert agent.id not in [user["id"] for user in found]


async def test_agents_who_can_be_assigned_with_their_departments(client_as, session):
    one, two = await make_department(session), await make_department(session)
    agent, idle = await make_agent(session, two, one), await make_agent(session)
    gone, customer = await make_agent(session), await make_user(session)
    await give(session, gone, one)
    client = await client_as(await make_admin(session))
    await client.put(f"/v1/users/{gone.id}/disabled")
    found = {each["id"]: each for each in (await client.get("/v1/agents")).json()["items"]}
    assert found[agent.id] == {
        "id": agent.id,
        "name": agent.name,
        "department_ids": [one.id, two.id],
        "out_of_office_until": None,
    }
    assert found[idle.id]["department_ids"] == []
    assert not {gone.id, customer.id} & set(found)


async def test_agents_are_found_by_a_part_of_name_or_address(client_as, session):
    agent = await make_agent(session, name="Ursula Zanzibar", address="uz@quokka.example")
    await make_user(session, name="Zanzibar the customer")
    client = await client_as(agent)
    for q, found in {"zanzi": [agent.id], "UZ@quok": [agent.id], "%": [], "zanzibars": []}.items():
        answer = await client.get("/v1/agents", params={"q": q})
        assert [each["id"] for each in answer.json()["items"]] == found, q


async def test_t16_no_secret_column_is_ever_answered(client_as, session):
    canary = "$argon2id$canary"
    admin = await make_admin(session, password_hash=canary)
    client = await client_as(admin)
    for path in ("/v1/users", "/v1/users/me", f"/v1/users/{admin.id}", "/v1/agents", "/v1/sessions"):
        response = await client.get(path)
        assert response.status_code == 200
        assert "canary" not in response.text
        assert "hash" not in response.text
