"""The list of tickets: filters, orders, and pages without gaps or doubles."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.tickets import make_ticket

from deskbell.core.pagination import encode_cursor

PATH = "/v1/tickets"
SORTS = ["updated_at", "-updated_at", "created_at", "-created_at", "priority", "-priority"]


@pytest.fixture
async def dozen(desk, session):
    """Twelve more tickets, with equal times and priorities among them."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = []
    for number in range(12):
        ticket = await make_ticket(
            session, desk.customer, desk.support, priority_id=(desk.low, desk.high)[number % 2].id
        )
        ticket.created_at = start + timedelta(hours=number // 3)
        ticket.updated_at = start + timedelta(days=1, hours=(number * 7) % 4)
        made.append(ticket)
    await session.flush()
    return made


async def ids(client, **query):
    response = await client.get(f"{PATH}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200, response.text
    return [each["id"] for each in response.json()["items"]]


async def walk(client, sort, limit):
    """Every row of a list, page by page."""
    found, cursor = [], None
    while True:
        query = {"sort": sort, "limit": limit} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(f"{PATH}?{urlencode(query)}")).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(sort=st.sampled_from(SORTS), limit=st.integers(1, 15))
async def test_pages_have_no_gap_and_no_double(as_agent, dozen, sort, limit):
    found = await walk(as_agent, sort, limit)
    numbers = [each["id"] for each in found]
    assert len(numbers) == len(set(numbers)) == 13
    name, down = sort.lstrip("-"), sort.startswith("-")
    keys = [
        (each["agent"]["priority"]["rank"] if name == "priority" else each[name], each["id"])
        for each in found
    ]
    assert keys == sorted(keys, reverse=down)


FILTERS = {
    "status_kind": lambda _: "pending",
    "status_id": lambda desk: desk.pending.id,
    "team_id": lambda desk: desk.team.id,
    "assignee_id": lambda desk: desk.second.id,
    "priority_id": lambda desk: desk.high.id,
    "type_id": lambda desk: desk.type.id,
    "label_id": lambda desk: desk.label.id,
    "requester_id": lambda desk: desk.other_customer.id,
    "unassigned": lambda _: "false",
}


@pytest.mark.parametrize("name", FILTERS)
async def test_each_filter(desk, as_agent, session, name):
    special = await make_ticket(
        session,
        desk.other_customer,
        desk.support,
        status_id=desk.pending.id,
        team_id=desk.team.id,
        assignee_id=desk.second.id,
        priority_id=desk.high.id,
        type_id=desk.type.id,
        label_ids=[desk.label.id],
    )
    assert await ids(as_agent, **{name: FILTERS[name](desk)}) == [special.id]


async def test_filters_by_department_follower_reference_and_time(desk, as_admin, as_agent):
    assert await ids(as_admin, department_id=desk.sales.id) == [desk.foreign.id]
    assert set(await ids(as_admin, department_id=[desk.sales.id, desk.support.id])) == {
        desk.foreign.id,
        desk.ticket.id,
    }
    assert await ids(as_agent, department_id=desk.sales.id) == []
    await as_agent.put(f"{PATH}/{desk.ticket.id}/followers/{desk.agent.id}")
    assert await ids(as_agent, follower_id=desk.agent.id) == [desk.ticket.id]
    typed = desk.ticket.reference.lower().replace("-", " ")
    assert await ids(as_agent, reference=typed) == [desk.ticket.id]
    assert await ids(as_agent, reference="nonsense") == []
    assert await ids(as_agent, created_after="2999-01-01T00:00:00Z") == []
    assert await ids(as_agent, created_before="2999-01-01T00:00:00Z") == [desk.ticket.id]
    assert await ids(as_agent, updated_before="2000-01-01T00:00:00") == []
    assert await ids(as_agent, updated_after="2000-01-01T00:00:00+02:00") == [desk.ticket.id]
    assert await ids(as_agent, unassigned="true") == [desk.ticket.id]


async def test_count_only_when_asked_and_for_the_filter(desk, as_agent, dozen):
    assert (await as_agent.get(PATH)).json()["total"] is None
    page = (await as_agent.get(f"{PATH}?count=true&limit=1&priority_id={desk.high.id}")).json()
    assert (page["total"], len(page["items"])) == (6, 1)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "€",
        "W10",
        encode_cursor("-created_at", "2026-01-01T00:00:00+00:00", 1),
        encode_cursor("-updated_at", "yesterday", 1),
        encode_cursor("-updated_at", "0001-01-01T00:00:00+23:59", 1),
        encode_cursor("-updated_at", 5, 1),
        encode_cursor("-updated_at", "2026-01-01T00:00:00+00:00", 2**63),
        encode_cursor("-updated_at", "2026-01-01T00:00:00+00:00", True),
        "a" * 401,
        "WzE" * 100,
    ],
)
async def test_a_bad_cursor_is_refused(as_agent, cursor):
    response = await as_agent.get(f"{PATH}?{urlencode({'cursor': cursor})}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1",
        "sort=subject",
        "limit=0",
        "limit=101",
        "limit=x",
        "status_kind=happy",
        "status_id=0",
        "status_id=9223372036854775808",
        "unassigned=maybe",
        "created_after=never",
        "count=perhaps",
        "follower_id=a",
    ],
)
async def test_an_unknown_or_impossible_parameter_is_refused_by_name(as_agent, query):
    response = await as_agent.get(f"{PATH}?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith("?" + query.split("=")[0])


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_times_at_the_end_of_the_calendar(as_agent, moment):
    response = await as_agent.get(f"{PATH}?{urlencode({'created_after': moment})}")
    assert response.status_code in {200, 422}
