"""Who sees what, over random trees: lists, counts, search, suggestions and pages say the same (T03, T06)."""

import random

from tests.factories.knowledge import make_article, make_category, make_readers, take_away
from tests.factories.users import acting_as, make_agent, make_user

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.reading import queries as reading
from deskbell.content.knowledge.schemas import ArticleQuery
from deskbell.content.knowledge.search import queries as searching
from deskbell.core.auth import GUEST
from deskbell.core.problems import NotFound

WORD = "zanzibar"
AUDIENCES = ("parent", "parent", "parent", "groups", "groups", "agents")


class Reference:
    """Who sees what, said a second time: by walking up from the thing."""

    def __init__(self, categories, articles, groups_of):
        self.categories = {each["id"]: each for each in categories}
        self.articles = articles
        self.groups_of = groups_of

    def is_for(self, who, thing):
        if who in {"agent", "writer"}:
            return True
        if thing["audience"] == "groups":
            return bool(thing["groups"] & self.groups_of[who])
        return thing["audience"] == "parent"

    def category(self, who, number):
        while number is not None:
            place = self.categories[number]
            if place["deleted"] or not self.is_for(who, place):
                return False
            number = place["parent"]
        return True

    def article(self, who, article):
        published = not article["draft"] or who == "writer"
        here = published and not article["deleted"] and self.is_for(who, article)
        return here and self.category(who, article["category"])


async def random_world(session, dice, people):
    """A few trees of categories with some articles each, at random."""
    groups = [await make_readers(session, *members) for members in people]
    categories, articles = [], []
    for number in range(10):
        parent = dice.choice([None, *(each["id"] for each in categories)]) if number > 2 else None
        shape = drawn(dice, groups, deleted=dice.random() < 0.05)
        row = await make_category(session, parent_id=parent, **columns(shape))
        categories.append(shape | {"id": row.id, "parent": parent})
        for _ in range(dice.randrange(1, 3)):
            shape = drawn(dice, groups, deleted=dice.random() < 0.05)
            draft = dice.random() < 0.2
            html = f"<p>{WORD} stands in each.</p>"
            made = await make_article(session, row, html=html, draft=draft, **columns(shape))
            articles.append(shape | {"id": made.id, "category": row.id, "draft": draft, "slug": made.slug})
    return groups, categories, articles


def drawn(dice, groups, *, deleted):
    audience = dice.choice(AUDIENCES)
    # Beside another audience they are left over, and open nothing.
    names = audience == "groups" or dice.random() < 0.5
    named = dice.sample(groups, dice.randrange(1, len(groups) + 1)) if names else []
    return {"audience": audience, "groups": set(named), "deleted": deleted}


def columns(shape):
    gone = {"deleted_at": reading.moment_of("2026-01-01")} if shape["deleted"] else {}
    return {"audience": shape["audience"], "groups": sorted(shape["groups"])} | gone


async def answers(found, number):
    """Whether a page answers, rather than being missing."""
    try:
        await found(number)
    except NotFound:
        return False
    return True


async def test_t03_t06_every_list_holds_what_its_pages_answer(session):
    dice = random.Random(5)
    first, second, nobody = [await make_user(session) for _ in range(3)]
    groups, categories, articles = await random_world(session, dice, [[first], [second], [first, second]])
    writer = await make_agent(session)
    reader = await make_agent(session, permissions=())
    actors = {
        "guest": GUEST,
        "nobody": acting_as(nobody),
        "first": acting_as(first),
        "second": acting_as(second),
        "agent": acting_as(reader, permissions=frozenset()),
        "writer": acting_as(writer),
    }
    members = {"guest": set(), "nobody": set(), "first": {groups[0], groups[2]}}
    reference = Reference(categories, articles, members | {"second": {groups[1], groups[2]}})
    shown = 0
    for who, actor in actors.items():
        expected = {each["id"] for each in articles if reference.article(who, each)}
        page = await reading.page_of_articles(session, actor, ArticleQuery(limit=100))
        assert {each.id for each in page.items} == expected, who
        found = await searching.search(session, actor, WORD, None, 100)
        assert {each.id for each in found.items} == expected, who
        published = {each["id"] for each in articles if each["id"] in expected and not each["draft"]}
        suggested = {each.id for each in await searching.suggestions(session, actor, WORD)}
        assert len(suggested) == min(5, len(published))
        assert suggested <= published
        tree = await queries.categories(session, actor)
        assert {each.id for each in tree} == {
            each["id"] for each in categories if reference.category(who, each["id"])
        }
        assert sum(each.articles for each in tree) == len(published)
        addresses = await reading.addresses(session, actor, 1000)
        assert {slug for slug, _ in addresses} == {
            each["slug"] for each in articles if each["id"] in published
        }
        for each in articles:
            by_id = await answers(lambda number: reading.one_article(session, actor, number), each["id"])  # noqa: B023 - asked at once
            assert by_id is (each["id"] in expected), (who, each)
        for each in categories:
            there = await answers(lambda number: queries.one_category(session, actor, number), each["id"])  # noqa: B023 - asked at once
            assert there is reference.category(who, each["id"]), (who, each)
        put_away = {each.id for each in await queries.categories(session, actor, deleted=True)}
        assert put_away == (
            {each["id"] for each in categories if each["deleted"]} if who == "writer" else set()
        )
        shown += len(expected)
    assert shown > 10
    await take_away(session, queries.VIEW)
    for who, actor in actors.items():
        seen = {each.id for each in await queries.categories(session, actor)}
        assert bool(seen) is (who in {"agent", "writer"}), who


async def test_search_knows_forms_of_words_and_beginnings(session, anonymous):
    category = await make_category(session)
    chairs = await make_article(
        session, category, title="A chair wobbles", html="<p>Tighten the screws crosswise.</p>"
    )
    oil = await make_article(session, category, title="Oil the table", html="<p>Not for chairs.</p>")
    german = await make_article(session, category, title="Stühle pflegen", html="<p>Mit Öl einreiben.</p>")

    async def found(q, path="search"):
        answer = await anonymous.get(f"/v1/knowledge/{path}", params={"q": q})
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["items"]]

    assert await found("wobbling chairs") == [chairs.id, oil.id]
    assert await found("the screw is not tight, what can I do", "suggestions") == [chairs.id]
    assert await found("cross") == [chairs.id]
    assert await found("Stuhl") == [german.id]
    assert await found("of the and") == []
    for odd in ("!!", "a & | ! :*", "'", "\\", "²:*", "(((", "%"):
        assert await found(odd) == []
    first = (await anonymous.get("/v1/knowledge/search", params={"q": "chair", "limit": 1})).json()
    second = {"q": "chair", "limit": 1, "cursor": first["next_cursor"]}
    rest = (await anonymous.get("/v1/knowledge/search", params=second)).json()
    assert [first["items"][0]["id"], rest["items"][0]["id"]] == [chairs.id, oil.id]
    assert rest["next_cursor"] is None


async def test_lists_come_in_pages(session, anonymous):
    category = await make_category(session)
    made = [await make_article(session, category, title=title) for title in ("b", "A", "a", "C")]
    for sort, order in (("title", [1, 2, 0, 3]), ("-updated_at", [3, 2, 1, 0])):
        seen, cursor = [], None
        while len(seen) < len(made):
            query = {"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})
            page = (await anonymous.get("/v1/knowledge/articles", params=query)).json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next_cursor"]
        assert cursor is None
        assert seen == [made[place].id for place in order]
    broken = await anonymous.get("/v1/knowledge/articles", params={"cursor": "x"})
    assert (broken.status_code, broken.json()["code"]) == (422, "bad_cursor")
