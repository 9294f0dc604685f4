"""Operators in what agents search for; to customers they are words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from tests.factories.tickets import make_label, make_ticket, status_of

from deskbell.search.days import read_days
from deskbell.search.operators import NAMES, Asked, Operator, read_operators
from deskbell.tickets.models import Ticket, TicketLabel

NOW = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")  # where it is the 26th by then


@pytest.mark.parametrize(
    ("q", "asked"),
    [
        ("paper jam", Asked("paper jam")),
        ("  two   blanks ", Asked("  two   blanks ")),
        ("http://example.org a:b", Asked("http://example.org a:b")),
        ("status:", Asked("status:")),
        ('"said status:open once"', Asked('"said status:open once"')),
        ("status:open jam", Asked("jam", (Operator("status", "open"),))),
        ('jam LABEL:"late payment"', Asked("jam", (Operator("label", "late payment"),))),
        (
            "assignee:me created:>2026-01-01",
            Asked("", (Operator("assignee", "me"), Operator("created", ">2026-01-01"))),
        ),
    ],
)
def test_read(q, asked):
    assert read_operators(q) == asked


@given(st.text(max_size=200))
def test_any_text_is_read_and_nothing_else_is_lost(q):
    asked = read_operators(q)
    if not asked.operators:
        assert asked.words == q
    assert read_operators(asked.words).operators == ()
    assert set("".join(asked.words.split())) <= set(q)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.from_regex(r"[a-z<>.0-9-]{1,9}", fullmatch=True))))
def test_what_was_asked_is_read(pairs):
    asked = read_operators(" ".join(["word", *(f"{name}:{value}" for name, value in pairs)]))
    assert asked == Asked("word", tuple(Operator(*pair) for pair in pairs))


def utc(day, hour=23):
    """Midnight in Berlin, in winter, is the evening before."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("today", (utc(25), utc(26))),
        ("yesterday", (utc(24), utc(25))),
        ("7d", (utc(19), None)),
        ("2026-11-03", (utc(2), utc(3))),
        (">2026-11-03", (utc(3), None)),
        ("<2026-11-03", (None, utc(2))),
        ("2026-11-03..today", (utc(2), utc(26))),
        *((bad, None) for bad in ("soon", "", "..", "2026-13-01", "2026-11-03..", ">", "0001-01-01", "२d")),
    ],
)
def test_days_are_the_readers_own(text, span):
    assert read_days(text, BERLIN, NOW) == span


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text):
    read_days(text, BERLIN, NOW)


@pytest.fixture
async def numbers(session, desk):
    """Three tickets of one department that differ in what operators ask for."""
    label = await make_label(session, name="Late payment")
    solved = await status_of(session, "solved")
    one, two, three = [
        await make_ticket(session, desk.customer, desk.support, subject=f"Printer {each}") for each in "abc"
    ]
    session.add(TicketLabel(ticket_id=one.id, label_id=label.id))
    changes = (
        (one, {"assignee_id": desk.agent.id, "updated_at": datetime.now(UTC) - timedelta(days=3)}),
        (two, {"assignee_id": desk.second.id, "created_at": datetime.now(UTC) - timedelta(days=30)}),
        (three, {"status_id": solved.id, "status_kind": "solved", "channel": "email"}),
    )
    for ticket, values in changes:
        await session.execute(update(Ticket).where(Ticket.id == ticket.id).values(values))
    await session.flush()
    return [one.id, two.id, three.id]


async def test_each_operator(desk, numbers, search, app):
    app.state.dimensions.drop()
    one, two, three = numbers
    cases = {
        "assignee:me printer": {one},
        f'assignee:"{desk.second.name}" printer': {two},
        "assignee:none printer": {three},
        "status:unsolved printer": {one, two},
        "status:solved printer": {three},
        "status:solved": {three},
        'label:"late payment"': {one},
        "label:late": {one},
        "channel:email": {three},
        "updated:<yesterday": {one},
        "created:7d printer": {one, three},
        f'department:"{desk.support.name}" printer': {one, two, three},
        "status:open status:solved channel:email": {three},
        "follower:me": set(),
        "priority:normal printer assignee:me": {one},
    }
    for q, found in cases.items():
        assert set(await search("agent", q)) == found, q
    everywhere = await search("admin", f'from:"{desk.other_customer.name}"')
    assert everywhere == [desk.foreign.id]
    assert await search("agent", f'from:"{desk.other_customer.name}"') == []
    assert await search("customer", "status:solved printer") == []


async def test_pages_of_a_filter(desk, numbers, client_as):
    client = await client_as(desk.agent)
    parameters = {"q": "status:unsolved", "limit": 2}
    first = (await client.get("/v1/search/tickets", params=parameters)).json()
    rest = (
        await client.get("/v1/search/tickets", params=parameters | {"cursor": first["next_cursor"]})
    ).json()
    found = [item["id"] for item in first["items"] + rest["items"]]
    assert len(found) == len(set(found)) == 3
    assert desk.foreign.id not in found


@pytest.mark.parametrize(
    ("q", "advice"),
    [
        ("status:opn", "There are: new, open"),
        ("label:nothing jam", "label:nothing is not known"),
        ("assignee:zzz", "or me"),
        ("follower:ada", "follower:me"),
        ("created:soon", "2026-11-25"),
        ("channel:fax", "api, email, web"),
    ],
)
async def test_what_is_not_known_is_refused_with_what_there_is(desk, client_as, q, advice):
    client = await client_as(desk.agent)
    answer = await client.get("/v1/search/tickets", params={"q": q})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_search_value")
    assert advice in answer.json()["errors"][0]["message"]


async def test_t12_another_department_is_not_known(desk, client_as):
    client = await client_as(desk.agent)
    theirs = await client.get("/v1/search/tickets", params={"q": f'department:"{desk.sales.name}"'})
    nobodys = await client.get("/v1/search/tickets", params={"q": 'department:"No such place"'})
    assert theirs.status_code == nobodys.status_code == 422
    assert desk.sales.name not in theirs.json()["errors"][0]["message"].partition("There are")[2]
