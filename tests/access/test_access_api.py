"""Why, over the API: who may ask what, and what is told to whom (T01, T11)."""

import pytest
from sqlalchemy import func, select
from tests.factories.agent_groups import make_agent_group
from tests.factories.desk import make_desk
from tests.factories.knowledge import make_article, make_category, make_readers
from tests.factories.users import make_agent

from deskbell.events.models import StoredEvent

EXPLAIN = "/v1/access/explain"
GONE = 987654


@pytest.fixture
async def desk(session):
    return await make_desk(session)


async def asked(client, **query):
    response = await client.get(EXPLAIN, params=query)
    assert response.status_code == 200, response.text
    return response.json()


def kinds(sets):
    return [sorted(grant["kind"] for grant in one["grants"]) for one in sets]


async def test_an_admin_learns_why_an_agent_may_not_and_nothing_stays(session, desk, client_as):
    trainee = await make_agent(session, desk.support, permissions=["tickets.view.unassigned"])
    answering = await make_agent_group(session, permissions=["tickets.reply.unassigned"])
    await session.commit()
    client = await client_as(desk.admin)
    before = await session.scalar(select(func.count()).select_from(StoredEvent))
    no = await asked(client, user_id=trainee.id, ticket_id=desk.ticket.id, act="reply")
    assert not no["allowed"]
    assert no["paths"] == []
    assert kinds(no["ways"])[:2] == [["permission"], ["agent_group_member"]]
    assert no["ways"][0]["grants"][0]["title"] == "Reply to unassigned tickets"
    assert no["ways"][1]["grants"][0]["things"] == [
        {"kind": "agent_group", "id": answering.id, "name": answering.name}
    ]
    yes = await asked(client, user_id=trainee.id, ticket_id=desk.ticket.id)
    assert yes["allowed"]
    assert yes["thing"]["name"] == desk.ticket.reference
    assert kinds(yes["paths"]) == [["department", "level", "permission"]]
    assert await session.scalar(select(func.count()).select_from(StoredEvent)) == before
    again = await asked(client, user_id=trainee.id, ticket_id=desk.ticket.id, act="reply")
    assert again == no


async def test_t11_others_ask_about_themselves_and_what_they_see(session, desk, client_as):
    for user, wanted in ((desk.agent, desk.foreign), (desk.customer, desk.foreign)):
        client = await client_as(user)
        refused = [
            await client.get(EXPLAIN, params=query)
            for query in (
                {"user_id": desk.admin.id, "permission": "people.view"},
                {"user_id": GONE, "permission": "people.view"},
                {"guest": True, "permission": "articles.view"},
                {"ticket_id": wanted.id},
                {"ticket_id": GONE},
            )
        ]
        assert [each.status_code for each in refused] == [404] * 5
        assert len({each.json()["title"] for each in refused}) == 1
        assert (await client.get(EXPLAIN, params={"door": "admin", "permission": "people.view"})).is_error
    mine = await asked(await client_as(desk.customer), ticket_id=desk.ticket.id)
    assert mine["allowed"]
    assert "requester" in kinds(mine["paths"])[0]


async def test_customers_learn_nothing_of_groups(session, desk, client_as):
    readers = await make_readers(session, desk.customer)
    category = await make_category(session, groups=[readers])
    article = await make_article(session, category)
    told = await asked(await client_as(desk.customer), article_id=article.id)
    things = [thing for one in told["paths"] for grant in one["grants"] for thing in grant["things"]]
    assert told["allowed"]
    assert {thing["id"] for thing in things if thing["kind"] == "user_group"} == {None}
    other = await client_as(desk.other_customer)
    assert (await other.get(EXPLAIN, params={"article_id": article.id})).status_code == 404
    no = await asked(await client_as(desk.admin), user_id=desk.other_customer.id, article_id=article.id)
    assert ["user_group_member"] in kinds(no["ways"])
    assert kinds((await asked(await client_as(desk.admin), guest=True, article_id=article.id))["ways"]) == [
        ["audience"]
    ]


async def test_a_question_says_what_it_is_about(desk, client_as):
    client = await client_as(desk.admin)
    wrong = [
        {},
        {"permission": "people.view", "ticket_id": desk.ticket.id},
        {"permission": "people.fly"},
        {"act": "publish", "ticket_id": desk.ticket.id},
        {"permission": "people.view", "more": 1},
    ]
    assert [(await client.get(EXPLAIN, params=each)).status_code for each in wrong] == [422] * len(wrong)


async def test_who_may_see_a_ticket_and_what_a_person_may_do(session, desk, client_as):
    client = await client_as(desk.admin)
    query = {"ticket_id": desk.ticket.id, "limit": 3}
    first = (await client.get("/v1/access/people", params=query)).json()
    rest = (await client.get("/v1/access/people", params=query | {"cursor": first["next_cursor"]})).json()
    seen = {each["person"]["id"]: each["level"] for each in [*first["items"], *rest["items"]]}
    assert seen == {
        desk.customer.id: "user",
        desk.agent.id: "agent",
        desk.second.id: "agent",
        desk.admin.id: "admin",
    }
    assert len(first["items"]) == 3
    access = (await client.get(f"/v1/users/{desk.agent.id}/access")).json()
    assert (access["door"], access["tickets"]) == ("agent", 1)
    assert [each["id"] for each in access["departments"]] == [desk.support.id]
    by_name = {each["permission"]: each["paths"] for each in access["permissions"]}
    assert kinds(by_name["people.view"]) == [["agent_group_member", "agent_group_permission", "level"]]
    assert (await client.get("/v1/users/987654/access")).status_code == 404
    assert (await (await client_as(desk.agent)).get(f"/v1/users/{desk.agent.id}/access")).status_code == 403
