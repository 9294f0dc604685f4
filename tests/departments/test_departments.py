"""Departments, and who has access to them."""

import pytest
from sqlalchemy import text
from tests.factories.departments import make_department
from tests.factories.facts import all_facts, facts, stored_facts
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.users.models import User


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


async def test_a_department_is_made_closed(admin, session):
    response = await admin.post("/v1/departments", json={"name": "  Sales  "})
    assert response.status_code == 201
    made = response.json()
    assert (made["name"], made["is_default"]) == ("Sales", False)
    assert await facts(session, "department", made["id"]) == ["department.created"]
    assert made in (await admin.get("/v1/departments")).json()["items"]


async def test_names_differ_in_more_than_capitals(admin, session):
    await make_department(session, name="Sales")
    other = await make_department(session, name="Other")
    before = await all_facts(session)
    for response in (
        await admin.post("/v1/departments", json={"name": "SALES"}),
        await admin.patch(f"/v1/departments/{other.id}", json={"name": "sales"}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "name_taken")
        assert response.json()["errors"][0]["pointer"] == "/name"
    assert await all_facts(session) == before


async def test_a_department_is_renamed_once(admin, session):
    department = await make_department(session, name="Sales")
    for _ in range(2):
        response = await admin.patch(f"/v1/departments/{department.id}", json={"name": "Orders"})
        assert (response.status_code, response.json()["name"]) == (200, "Orders")
    await admin.patch(f"/v1/departments/{department.id}", json={})
    assert await facts(session, "department", department.id) == ["department.changed"]


@pytest.mark.parametrize("name", ["", " ", "a" * 101, "a\x00", None, 3])
async def test_a_name_that_is_none_is_refused(admin, name):
    assert (await admin.post("/v1/departments", json={"name": name})).status_code == 422


async def test_deleting_a_department_deletes_no_person(admin, session):
    department = await make_department(session)
    agent = await make_agent(session, department)
    assert (await admin.delete(f"/v1/departments/{department.id}")).status_code == 204
    assert await session.get(User, agent.id) is not None
    assert (await admin.get(f"/v1/users/{agent.id}/departments")).json()["departments"] == []
    assert await facts(session, "department", department.id) == ["department.deleted"]


async def test_a_department_with_tickets_stays(admin, session):
    department, customer = await make_department(session), await make_user(session)
    ticket = text("""
        insert into tickets (reference, subject, requester_id, department_id, status_id, status_kind,
            priority_id, priority_rank)
        select 'ABCD-EFGH-JKMN', 'Subject', :requester, :department, status.id, status.kind,
            priority.id, priority.rank
        from (select * from statuses limit 1) as status, (select * from priorities limit 1) as priority
    """)
    await session.execute(ticket, {"requester": customer.id, "department": department.id})
    response = await admin.delete(f"/v1/departments/{department.id}")
    assert (response.status_code, response.json()["code"]) == (409, "department_in_use")
    assert await facts(session, "department", department.id) == []


async def test_access_is_the_whole_set_and_recorded_as_such(admin, session):
    one, two = await make_department(session), await make_department(session)
    agent = await make_agent(session, one)
    for _ in range(2):
        response = await admin.put(
            f"/v1/users/{agent.id}/departments", json={"department_ids": [two.id, one.id, two.id]}
        )
        assert (response.status_code, response.json()["department_ids"]) == (200, [one.id, two.id])
    [fact] = await stored_facts(session, "user", agent.id)
    assert fact.type == "user.departments_changed"
    assert (fact.data["before"], fact.data["after"]) == ([one.id], [one.id, two.id])
    assert [each["access"] for each in fact.data["access_after"]] == ["full", "full"]


async def test_only_agents_have_access(admin, session):
    department, customer = await make_department(session), await make_user(session)
    response = await admin.put(
        f"/v1/users/{customer.id}/departments", json={"department_ids": [department.id]}
    )
    assert (response.status_code, response.json()["code"]) == (409, "not_an_agent")


@pytest.mark.parametrize("numbers", [[999999999], [0], ["1"], [None], [1.5], "1", [9223372036854775808]])
async def test_a_department_that_does_not_exist_is_refused(admin, session, numbers):
    agent = await make_agent(session)
    response = await admin.put(f"/v1/users/{agent.id}/departments", json={"department_ids": numbers})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith("/department_ids")
    assert await facts(session, "user", agent.id) == []
