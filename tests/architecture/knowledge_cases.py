"""Cases about the knowledge base, for `test_events_left.py`."""

from datetime import UTC, datetime

from tests.factories.knowledge import make_article, make_category

BASE = "/knowledge"


def with_category(method, path="", json=None, **columns):
    """A case about a category of its own."""

    async def case(world):
        category = await make_category(world.session, **columns)
        return await world.send(method, f"{BASE}/categories/{category.id}{path}", json)

    return case


def with_article(method, path="", json=None, **columns):
    """A case about an article of its own."""

    async def case(world):
        article = await make_article(world.session, await make_category(world.session), **columns)
        return await world.send(method, f"{BASE}/articles/{article.id}{path}", json)

    return case


async def create_category(world):
    return await world.send("POST", f"{BASE}/categories", {"name": "Orders"})


async def create_article(world):
    category = await make_category(world.session)
    body = {"category_id": category.id, "title": "Return an order"}
    return await world.send("POST", f"{BASE}/articles", body)


async def order_categories(world):
    first, second = await make_category(world.session), await make_category(world.session)
    return await world.send("PUT", f"{BASE}/categories/order", {"ids": [second.id, first.id]})


AWAY, AGENTS = {"deleted_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"audience": "agents"}
KNOWLEDGE = {
    "create_category": create_category,
    "update_category": with_category("PATCH", json={"name": "Another"}),
    "set_category_audience": with_category("PUT", "/audience", AGENTS),
    "set_category_order": order_categories,
    "delete_category": with_category("DELETE"),
    "restore_category": with_category("POST", "/restore", **AWAY),
    "create_article": create_article,
    "update_article": with_article("PATCH", json={"title": "Another"}),
    "set_article_published": with_article("PUT", "/published", draft=True),
    "unset_article_published": with_article("DELETE", "/published"),
    "set_article_audience": with_article("PUT", "/audience", AGENTS),
    "set_article_rating": with_article("PUT", "/rating", {"helpful": True}),
    "delete_article": with_article("DELETE"),
    "restore_article": with_article("POST", "/restore", **AWAY),
}
