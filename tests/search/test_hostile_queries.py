"""Whatever stands in the search box: an answer or a 4xx problem, never a fault, and no foreign ticket."""

import random

import pytest
from tests.factories.tickets import make_ticket

PATH = "/v1/search/tickets"
OPERATORS = [
    "&",
    "|",
    "!",
    "(",
    ")",
    "<->",
    "<2>",
    ":*",
    ":A",
    "::",
    "'",
    '"',
    "\\",
    "-",
    "*",
    "%",
    "_",
    "$1",
]
HOSTILE = [
    *OPERATORS, " ", "\t\n", "\u3000", "\u00a0\u2028", "--", "''", '""', '"""', "'&'", "a & b",
    "a | b", "!a", "a:*b", "a:*", "'a':*", "a <-> b", "(a", "a)", "((((", "a\\", "\\'",
    "'; drop table tickets; --", "' or '1'='1", "%' or 1=1 --", "{:q}", "%s %(q)s", ":q", "$1", "?",
    "or", "OR", "or or or", "and", "not", "-", "- -", "-a", "--a", "a or", "or a", '"a', 'a"',
    '"a b', '-"a b"', "a -", 'a "', "<script>alert(1)</script>", "\u202ea", "\u0301", "²³¹", "①②③",
    "½½½", "१२३", "٣٤٥", "ⅷⅷⅷ", "ªªª", "ﬁﬁﬁ", "ßßß", "İİİ", "ǅǅǅ", "가나다", "日本語", "שלום", "🎉🎉🎉",
    "👩‍👩‍👧", "\ufeff", "\u200b", "\ufffd", "\uffff", "\U0010ffff", "a\u0300" * 60, "the", "a" * 200,
    "a " * 100, "-" * 200, "(" * 200, '"' * 200, "'" * 199, "\\" * 200, "a-b-c-d" * 28, "a.b" * 60,
    "/a/b" * 50, "http://a.b/c?d=e#f", "a@b.c", "1e308", "-1", "+1", "0x10", "1,5", "#", "##1",
    "#a", "#٣", "#²", "#1 or 1=1", "1" * 18, "1" * 19, "1" * 200, "AAAA-BBBB-CCCC", "AAAABBBBCCCC",
    "ÅAAA-BBBB-CCCC", "<b>", "&amp;", "&#0;", "\\x00", "\\u0000", "../..", "null",
]  # fmt: skip
REFUSED = ["", "\0", "a\0b", "\x01", "\x1b[0m", "\x7f", "a" * 201, "a" * 10_000, "' " * 5_000, "\x08"]


@pytest.fixture
async def clients(desk, client_as, session):
    """Those who may search, with a ticket to find."""
    await make_ticket(session, desk.customer, desk.support, text="a b c the or 1 words")
    return [await client_as(getattr(desk, who)) for who in ("agent", "customer", "admin")]


async def check(client, foreign, **request):
    response = await client.get(PATH, **request)
    assert response.status_code in {200, 400, 422}, (request, response.text)
    if response.status_code == 200:
        assert foreign not in {item["id"] for item in response.json()["items"]}, request
    else:
        assert response.headers["content-type"] == "application/problem+json", request
    return response


async def test_any_text(clients, desk):
    for q in HOSTILE:
        for client in clients[:2]:
            await check(client, desk.foreign.id, params={"q": q})


async def test_operators_in_any_order(clients, desk):
    """Words and operators mixed; the same in every run."""
    source = random.Random(2)
    for _ in range(50):
        parts = [source.choice([*OPERATORS, "a", "the", "words", "or", "²²²", " "]) for _ in range(8)]
        for glue in ("", " "):
            await check(clients[0], desk.foreign.id, params={"q": glue.join(parts)[:200]})


@pytest.mark.parametrize("q", REFUSED, ids=lambda q: ascii(q)[:20])
async def test_what_no_person_types_is_a_422(clients, desk, q):
    response = await check(clients[0], desk.foreign.id, params={"q": q})
    assert response.status_code == 422
    assert [each["pointer"] for each in response.json()["errors"]] == ["?q"]


@pytest.mark.parametrize(
    "query",
    [
        "", "q", "q=a&limit=0", "q=a&limit=51", "q=a&limit=x", "q=a&limit=-1", "q=a&limit=1e9", "q=a&limit=",
        "q=%", "q=%zz", "q=%ff", "q=%ED%A0%80", "q=%C0%80", "q[]=a", "q=a&limit=" + "9" * 400,
        "q=a&limit=%D9%A3", "limit=5",
    ],
)  # fmt: skip
async def test_odd_addresses(clients, desk, query):
    response = await clients[0].get(f"{PATH}?{query}")
    assert response.status_code in {200, 422}, response.text


async def test_hostile_words_are_found_as_words(session, clients, desk):
    """What is typed is looked for: operators of the database neither work nor stand in the way."""
    ticket = await make_ticket(session, desk.customer, desk.support, text="It says xylophone and yacht")
    for q in (
        "xylophone & yacht",
        "xylophone' yacht",
        "(xylophone) yacht",
        "xylophone:* yacht",
        "xylophone\\ yacht",
    ):
        response = await clients[0].get(PATH, params={"q": q})
        assert [item["id"] for item in response.json()["items"]] == [ticket.id], q
    for q in ("xylophone & absent", "absent | xylophone", "!absent xylophone absent"):
        response = await clients[0].get(PATH, params={"q": q})
        assert response.json()["items"] == [], q
