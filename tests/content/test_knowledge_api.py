"""The knowledge base over the API: its tree, its articles, who may write and publish."""

import pytest
from tests.conftest import client_of
from tests.factories.facts import facts
from tests.factories.knowledge import make_article, make_category, make_readers, registered, take_away
from tests.factories.users import make_admin, make_agent, make_user

BASE = "/v1/knowledge"
NOBODYS = 999_999_999


@pytest.fixture
async def writer(session, client_as):
    return await client_as(await make_agent(session))


async def make(client, path, body, status=201):
    answer = await client.post(f"{BASE}/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_category_is_for_agents_until_an_audience_is_chosen(writer, anonymous, session):
    made = await make(writer, "categories", {"name": "Größe & Maße", "description": "How large it is."})
    assert (made["slug"], made["agent"]["audience"]) == ("grosse-masse", "agents")
    assert (await anonymous.get(f"{BASE}/categories")).json()["items"] == []
    path = f"{BASE}/categories/{made['id']}"
    chosen = await writer.put(f"{path}/audience", json={"audience": "parent"}, headers={"If-Match": '"1"'})
    assert chosen.json()["agent"]["version"] == 2
    assert [each["id"] for each in (await anonymous.get(f"{BASE}/categories")).json()["items"]] == [
        made["id"]
    ]
    stale = await writer.put(f"{path}/audience", json={"audience": "agents"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    for body in ({"audience": "groups"}, {"audience": "parent", "group_ids": [1]}, {"audience": "all"}):
        assert (await writer.put(f"{path}/audience", json=body)).status_code == 422
    unknown = await writer.put(f"{path}/audience", json={"audience": "groups", "group_ids": [NOBODYS]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "no_such_group")
    assert await facts(session, "category", made["id"]) == ["category.created", "category.audience_changed"]


async def test_writers_know_the_groups_by_name(session, client_as, writer):
    number = await make_readers(session)
    listed = (await writer.get(f"{BASE}/audience-groups")).json()["items"]
    assert {each["name"] for each in listed} >= {"Everyone", "Registered"}
    assert number in {each["id"] for each in listed}
    customer = await client_as(await make_user(session))
    assert (await customer.get(f"{BASE}/audience-groups")).status_code == 403


async def test_the_tree_has_no_circles_and_keeps_its_order(writer):
    top = await make(writer, "categories", {"name": "Top"})
    inner = await make(writer, "categories", {"name": "Inner", "parent_id": top["id"]})
    second = await make(writer, "categories", {"name": "Second", "parent_id": top["id"]})
    for parent in (top["id"], inner["id"]):
        answer = await writer.patch(f"{BASE}/categories/{top['id']}", json={"parent_id": parent})
        assert (answer.status_code, answer.json()["code"]) == (422, "circular_parent")
    answer = await writer.patch(f"{BASE}/categories/{top['id']}", json={"parent_id": NOBODYS})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_such_category")
    order = {"parent_id": top["id"], "ids": [second["id"], inner["id"]]}
    assert (await writer.put(f"{BASE}/categories/order", json=order)).status_code == 204
    names = [each["name"] for each in (await writer.get(f"{BASE}/categories")).json()["items"]]
    assert names == ["Top", "Second", "Inner"]
    incomplete = await writer.put(f"{BASE}/categories/order", json=order | {"ids": [inner["id"]]})
    assert (incomplete.status_code, incomplete.json()["code"]) == (422, "incomplete_order")
    moved = await writer.patch(f"{BASE}/categories/{inner['id']}", json={"parent_id": None, "slug": "own"})
    assert (moved.json()["parent_id"], moved.json()["slug"]) == (None, "own")
    assert (await writer.get(f"{BASE}/categories/by-slug/inner")).json()["slug"] == "own"
    taken = await writer.patch(f"{BASE}/categories/{inner['id']}", json={"slug": "top"})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/slug")


async def test_an_article_is_written_published_renamed_and_put_away(writer, anonymous, session):
    category = await make_category(session)
    made = await make(
        writer,
        "articles",
        {"category_id": category.id, "title": "Reset it", "html": "<p>Hold the button.</p>"},
    )
    path, readers = f"{BASE}/articles/{made['id']}", f"{BASE}/articles"
    assert (made["slug"], made["agent"]["state"], made["excerpt"]) == (
        "reset-it",
        "draft",
        "Hold the button.",
    )
    assert (await anonymous.get(path)).status_code == 404
    assert (await writer.put(f"{path}/published", headers={"If-Match": '"1"'})).json()["published_at"]
    shown = (await anonymous.get(path)).json()
    assert (shown["agent"], shown["can"]) == (None, {"rate": True, "edit": False, "publish": False})
    assert [each["name"] for each in shown["categories"]] == [category.name]
    changed = await writer.patch(path, json={"slug": "start-again", "title": "Start again"})
    assert changed.json()["agent"]["version"] == 3
    assert (await writer.patch(path, json={"title": "No"}, headers={"If-Match": '"2"'})).status_code == 412
    former = await anonymous.get(f"{readers}/by-slug/reset-it")
    assert former.json()["slug"] == "start-again"
    again = await make(writer, "articles", {"category_id": category.id, "title": "Reset it"})
    assert again["slug"] == "reset-it"
    assert (await anonymous.get(f"{readers}/by-slug/reset-it")).status_code == 404  # the draft's own now
    assert (await writer.delete(path)).status_code == 204
    for client in (writer, anonymous):
        assert (await client.get(path)).status_code == 404
    away = (await writer.get(readers, params={"deleted": True})).json()["items"]
    assert [each["id"] for each in away] == [made["id"]]
    assert (await anonymous.get(readers, params={"deleted": True})).json()["items"] == []
    assert (await writer.post(f"{path}/restore")).json()["published_at"]
    assert (await writer.delete(f"{path}/published")).json()["agent"]["state"] == "draft"
    assert await facts(session, "article", made["id"]) == [
        "article.created",
        "article.published",
        "article.changed",
        "article.deleted",
        "article.restored",
        "article.unpublished",
    ]


async def test_a_category_goes_and_comes_back_with_all_that_is_in_it(writer, anonymous, session):
    outer = await make_category(session)
    inner = await make_category(session, parent_id=outer.id)
    article = await make_article(session, inner)
    for each in (inner, outer):
        assert (await writer.delete(f"{BASE}/categories/{each.id}")).status_code == 204
    assert (await anonymous.get(f"{BASE}/articles/{article.id}")).status_code == 404
    early = await writer.post(f"{BASE}/categories/{inner.id}/restore")
    assert (early.status_code, early.json()["code"]) == (409, "place_put_away")
    for each in (outer, inner):
        assert (await writer.post(f"{BASE}/categories/{each.id}/restore")).status_code == 200
    assert (await anonymous.get(f"{BASE}/articles/{article.id}")).status_code == 200


async def test_t12_who_may_not_write_cannot_publish(session, client_as):
    category = await make_category(session)
    draft, shown = await make_article(session, category, draft=True), await make_article(session, category)
    reader = await client_as(await make_agent(session, permissions=()))
    writes = await client_as(await make_agent(session, permissions=["content.write"]))
    publishes = await client_as(await make_agent(session, permissions=["content.publish"]))
    assert (await reader.get(f"{BASE}/articles/{draft.id}")).status_code == 404
    assert (await reader.get(f"{BASE}/articles", params={"state": "draft"})).json()["items"] == []
    for client in (reader, publishes):
        body = {"category_id": category.id, "title": "Mine"}
        assert (await client.post(f"{BASE}/articles", json=body)).status_code == 403
        assert (await client.post(f"{BASE}/categories", json={"name": "Mine"})).status_code == 403
        assert (await client.put(f"{BASE}/articles/{draft.id}/published")).status_code == 404
    for client in (reader, publishes, writes):
        for method, path, body in (
            ("PATCH", f"articles/{shown.id}", {"title": "Mine"}),
            ("DELETE", f"articles/{shown.id}", None),
            ("DELETE", f"articles/{shown.id}/published", None),
            ("PUT", f"articles/{shown.id}/audience", {"audience": "agents"}),
            ("PATCH", f"categories/{category.id}", {"name": "Mine"}),
            ("DELETE", f"categories/{category.id}", None),
            ("PUT", f"categories/{category.id}/audience", {"audience": "agents"}),
            ("PUT", "categories/order", {"ids": [category.id]}),
        ):
            answer = await client.request(method, f"{BASE}/{path}", json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), (method, path)
    refused = await writes.put(f"{BASE}/articles/{draft.id}/published")
    assert refused.status_code == 403
    assert (await writes.patch(f"{BASE}/articles/{draft.id}", json={"title": "Better"})).status_code == 200
    assert (await writes.get(f"{BASE}/articles/{draft.id}")).json()["can"] == {
        "rate": False,
        "edit": True,
        "publish": False,
    }
    await session.refresh(shown)
    await session.refresh(draft)
    assert (shown.title, shown.version, draft.published_at) == (shown.title, 1, None)


async def test_t11_what_is_for_others_is_not_there(session, client_as, anonymous):
    """The same bytes for an article of another group, a draft, one put away, and none at all."""
    ours, theirs = await make_readers(session), await make_readers(session)
    user = await make_user(session)
    client = await client_as(user)
    group = await make_readers(session, user)
    hidden = await make_category(session, groups=[theirs])
    inside, deep = await make_article(session, hidden), await make_category(session, parent_id=hidden.id)
    open_ = await make_category(session)
    others = [
        inside,
        await make_article(session, deep),
        await make_article(session, open_, groups=[ours, theirs]),
        await make_article(session, open_, audience="agents"),
        await make_article(session, open_, draft=True),
    ]
    mine = await make_article(session, open_, groups=[group])
    assert (await client.get(f"{BASE}/articles/{mine.id}")).status_code == 200
    for one in (client, anonymous):
        for path, absent in (
            *((f"articles/{each.id}", f"articles/{NOBODYS}") for each in others),
            *((f"articles/by-slug/{each.slug}", "articles/by-slug/none") for each in others),
            *((f"categories/{each.id}", f"categories/{NOBODYS}") for each in (hidden, deep)),
            (f"categories/by-slug/{hidden.slug}", "categories/by-slug/none"),
        ):
            here, nowhere = await one.get(f"{BASE}/{path}"), await one.get(f"{BASE}/{absent}")
            assert (here.status_code, here.content) == (404, nowhere.content), path
        rated = await one.put(f"{BASE}/articles/{inside.id}/rating", json={"helpful": True})
        assert rated.status_code == 404
    listed = (await client.get(f"{BASE}/articles", params={"category_id": hidden.id})).json()
    assert listed["items"] == []


async def test_readers_say_whether_it_helped(session, client_as, app, anonymous, writer):
    article = await make_article(session, await make_category(session))
    path = f"{BASE}/articles/{article.id}"
    user = await client_as(await make_user(session))
    for client, words in ((user, [True, False, False]), (anonymous, [True, True])):
        for helpful in words:
            answer = await client.put(f"{path}/rating", json={"helpful": helpful})
            assert answer.status_code == 204, answer.text
    assert (await user.get(path)).json()["your_rating"] is False
    agent = (await writer.get(path)).json()["agent"]
    assert (agent["helpful"], agent["unhelpful"]) == (1, 1)
    assert (await facts(session, "article", article.id)).count("article.rated") == 3
    await take_away(session, "articles.rate")
    assert (await user.get(path)).json()["can"]["rate"] is False
    assert (await user.put(f"{path}/rating", json={"helpful": True})).status_code == 403
    await take_away(session, "articles.view")
    assert (await user.get(path)).status_code == 404
    assert (await user.get(f"{BASE}/categories")).json()["items"] == []


VECTORS = [
    "<p>fine<script>alert(1)</script></p>",
    '<p onclick="alert(1)">fine</p>',
    '<form action="/x"><input name="a"><button formaction="javascript:alert(1)">fine</button></form>',
    '<iframe src="https://ok.tld@evil.tld/embed"></iframe><p>fine</p>',
    '<iframe src="//evil\\ok.tld"></iframe>fine',
    '<a href="javascript:alert(1)">fine</a>',
    '<img src="https://tracker.tld/x.png">fine<svg onload=alert(1)>',
    '<p style="background:url(//evil)">fine</p><object data="x"></object>',
    "<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>fine",
]
FORBIDDEN = (
    *("<script", "onclick", "onload", "onerror", "<form", "<button", "<iframe", "javascript:"),
    *("style=", "<svg", "<img", "<object", "tracker", "evil"),
)


async def test_t31_t32_t33_t38_markup_of_agents_is_sanitized_last(session, writer):
    category = await make_category(
        session, name="<b>Category</b>", description="<img src=x onerror=alert(1)>"
    )
    for vector in VECTORS:
        body = {"category_id": category.id, "title": f"<script>{vector[:30]}", "html": vector}
        made = await make(writer, "articles", body)
        html = made["html"].lower()
        assert "fine" in html
        assert [word for word in FORBIDDEN if word in html] == [], html
        again = await writer.patch(f"{BASE}/articles/{made['id']}", json={"html": html})
        assert again.json()["html"].lower() == html


async def test_everyone_and_admins(session, client_as, app):
    """What is for *Registered* is not for guests; an admin behind the agents' door sees all of it."""
    category = await make_category(session, groups=[await registered(session)])
    article = await make_article(session, category, audience="agents")
    own = await make_article(session, category)
    admin = await make_admin(session)
    async with client_of(app) as guest:
        assert (await guest.get(f"{BASE}/articles")).json()["items"] == []
    as_customer, as_agent = await client_as(admin, "user"), await client_as(admin, "agent")
    assert [each["id"] for each in (await as_customer.get(f"{BASE}/articles")).json()["items"]] == [own.id]
    seen = {each["id"] for each in (await as_agent.get(f"{BASE}/articles")).json()["items"]}
    assert seen == {article.id, own.id}
