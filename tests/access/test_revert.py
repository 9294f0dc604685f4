"""Changes of rights are set back from the log, unless they were changed again."""

import pytest
from sqlalchemy import select
from tests.factories.agent_groups import make_agent_group
from tests.factories.desk import make_desk
from tests.factories.knowledge import make_article, make_category, make_readers
from tests.factories.organizations import make_organization

from deskbell.access.reverting import UNDOING
from deskbell.audit.naming import REVERTIBLE
from deskbell.events.models import StoredEvent


@pytest.fixture
async def world(session, client_as):
    desk = await make_desk(session)
    desk.readers = await make_readers(session)
    desk.group = await make_agent_group(session, departments=[desk.support])
    desk.organization = await make_organization(session, desk.customer)
    desk.category = await make_category(session)
    desk.article = await make_article(session, desk.category)
    await session.commit()
    desk.client = await client_as(desk.admin)
    return desk


def cases(world):
    """(what is changed, by what body, and where it is read) of each kind that can be set back."""
    agent, group = f"/v1/users/{world.agent.id}", f"/v1/agent-groups/{world.group.id}"
    organization = f"/v1/organizations/{world.organization.id}"
    readers = f"/v1/user-groups/{world.readers}"
    shared = {"see": "everyone", "reply": "none", "close": "none"}
    audience = {"audience": "groups", "group_ids": [world.readers]}
    category = f"/v1/knowledge/categories/{world.category.id}"
    article = f"/v1/knowledge/articles/{world.article.id}"
    department = f"/v1/departments/{world.sales.id}"
    return [
        ("PUT", f"{agent}/permissions", {"permissions": ["tickets.create"]}, f"{agent}/permissions"),
        ("PUT", f"{agent}/departments", {"department_ids": [world.sales.id]}, f"{agent}/departments"),
        ("PUT", f"{group}/permissions", {"permissions": ["tickets.create"]}, group),
        ("PUT", f"{group}/departments", {"departments": []}, group),
        ("PUT", f"{group}/members/{world.agent.id}", None, f"{group}/members"),
        ("PUT", f"{readers}/permissions", {"permissions": ["chat.start"]}, f"{readers}/permissions"),
        ("PUT", f"{readers}/members/{world.customer.id}", None, f"{readers}/members"),
        ("PUT", f"{organization}/sharing", shared, organization),
        (
            "PUT",
            f"{organization}/members/{world.customer.id}",
            {"role": "manager"},
            f"{organization}/members",
        ),
        ("PUT", f"{category}/audience", audience, category),
        ("PUT", f"{article}/audience", audience, article),
        ("PUT", f"{department}/audience", {"group_ids": [world.readers]}, f"{department}/audience"),
        ("PATCH", department, {"parent_id": world.support.id}, "/v1/departments"),
    ]


def shown(response):
    """An answer without what counts changes."""
    return bare(response.json())


def bare(value):
    if isinstance(value, list):
        return [bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: bare(each) for name, each in value.items() if name not in {"version", "updated_at"}}


async def last_event(client):
    events = (await client.get("/v1/events", params={"tickets": False})).json()["items"]
    return next(each for each in events if each["revertible"])


async def test_each_change_of_rights_is_set_back_and_back_again(session, world):
    client = world.client
    for method, path, body, where in cases(world):
        before = shown(await client.get(where))
        changed = await client.request(method, path, json=body)
        assert changed.is_success, (path, changed.text)
        after = shown(await client.get(where))
        assert after != before, path
        event = await last_event(client)
        undone = await client.post(f"/v1/events/{event['id']}/revert")
        assert undone.status_code == 200, (path, undone.text)
        assert shown(await client.get(where)) == before, path
        told = await session.get(StoredEvent, undone.json()["event_id"])
        assert (told.cause_id, told.actor_id) == (event["id"], world.admin.id)
        again = await client.post(f"/v1/events/{event['id']}/revert")
        assert (again.status_code, again.json()["code"]) == (409, "changed_since"), path
        assert shown(await client.get(where)) == before, path
        redone = await client.post(f"/v1/events/{told.id}/revert")
        assert redone.status_code == 200, (path, redone.text)
        assert shown(await client.get(where)) == after, path


async def test_what_was_changed_since_is_not_set_back(session, world, client_as):
    path = f"/v1/agent-groups/{world.group.id}/permissions"
    await world.client.put(path, json={"permissions": ["tickets.create"]})
    first = (await last_event(world.client))["id"]
    await world.client.put(path, json={"permissions": ["people.view"]})
    refused = await world.client.post(f"/v1/events/{first}/revert")
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_since")
    held = (await world.client.get(f"/v1/agent-groups/{world.group.id}")).json()["permissions"]
    assert held == ["people.view"]
    await world.client.delete(f"/v1/agent-groups/{world.group.id}")
    assert (await world.client.post(f"/v1/events/{first}/revert")).status_code == 409
    other = await session.scalar(select(StoredEvent.id).where(StoredEvent.type == "ticket.created").limit(1))
    assert (await world.client.post(f"/v1/events/{other}/revert")).json()["code"] == "not_revertible"
    assert (await world.client.post("/v1/events/987654/revert")).status_code == 404
    assert (await (await client_as(world.agent)).post(f"/v1/events/{first}/revert")).status_code == 403


def test_the_list_shows_what_can_be_set_back():
    assert set(UNDOING) == REVERTIBLE
