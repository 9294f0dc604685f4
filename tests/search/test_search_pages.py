"""Pages of a search: every ticket once, in one order, whatever is said in between."""

import pytest
from tests.factories.tickets import make_message, make_note, make_ticket

from deskbell.core.pagination import encode_cursor
from deskbell.search import paging
from deskbell.tickets import finding

PATH = "/v1/search/tickets"


@pytest.fixture(autouse=True)
def small_windows(monkeypatch):
    """Windows of four to six matches, so that a few tickets fill several."""
    monkeypatch.setattr(finding, "RANKED", 6)
    monkeypatch.setattr(finding, "ENOUGH", 4)
    monkeypatch.setattr(paging, "ENOUGH", 4)


@pytest.fixture
async def tickets(session, desk):
    """Fifteen tickets that say the word, some of them again later, and one in another department."""
    made = [
        await make_ticket(session, desk.customer, desk.support, text=f"A quokka, {number}")
        for number in range(15)
    ]
    for ticket in made[::3]:
        await make_message(session, ticket, desk.agent, "quokka " * (1 + ticket.id % 3))
    await make_message(session, desk.foreign, desk.other_agent, "quokka")
    return [ticket.id for ticket in made]


@pytest.fixture
async def client(client_as, desk):
    """The agent's client."""
    return await client_as(desk.agent)


async def page(client, cursor=None, q="quokka", **parameters):
    query = {"q": q, **parameters} | ({"cursor": cursor} if cursor else {})
    response = await client.get(PATH, params=query)
    assert response.status_code == 200, response.text
    body = response.json()
    return [item["id"] for item in body["items"]], body["next_cursor"]


async def all_pages(client, between=None, **parameters):
    found, cursor, pages = [], None, 0
    while cursor or not pages:
        items, cursor = await page(client, cursor, **parameters)
        found += items
        pages += 1
        assert pages < 50
        if between:
            await between(found)
    return found


async def test_each_ticket_once_in_one_order_whatever_the_size_of_a_page(client_as, desk, tickets):
    for who in ("agent", "customer"):
        client = await client_as(getattr(desk, who))
        whole = await all_pages(client, limit=100)
        assert sorted(whole) == tickets
        for limit in (1, 2, 4, 6, 7, 14, 15):
            assert await all_pages(client, limit=limit) == whole, (who, limit)


async def test_the_last_page_has_no_cursor(client, tickets):
    _, cursor = await page(client, limit=15)
    assert cursor is None


async def test_what_is_said_in_between_moves_nothing(session, client, desk, tickets):
    whole = await all_pages(client, limit=2)
    added = []

    async def say(found):
        ahead = [number for number in whole if number not in found]
        for number in (found[0], *ahead[-1:]):
            await client.post(f"/v1/tickets/{number}/messages", json={"text": "quokka quokka"})
        added.append((await make_ticket(session, desk.customer, desk.support, text="quokka")).id)

    # Everything of a test is one transaction, of one moment: the numbers of the messages alone tell of order.
    assert await all_pages(client, say, limit=2) == whole
    assert set(added) <= set(await all_pages(client, limit=2))


async def test_ticket_that_goes_in_between_is_left_out(client, tickets):
    first, cursor = await page(client, limit=3)
    rest = await all_pages(client, limit=50)
    gone = rest[5]
    assert (await client.delete(f"/v1/tickets/{gone}")).is_success
    second, _ = await page(client, cursor, limit=100)
    assert [*first, *second] == [number for number in rest if number != gone]


async def test_named_ticket_stands_once(session, client, desk):
    named = await make_ticket(session, desk.customer, desk.support)
    others = [
        (await make_ticket(session, desk.customer, desk.support, text=f"As in {named.id}")).id
        for _ in range(8)
    ]
    await make_message(session, named, desk.agent, f"It is {named.id}")
    for limit in (1, 2, 9):
        found = await all_pages(client, q=str(named.id), limit=limit)
        assert found[0] == named.id
        assert sorted(found[1:]) == others


async def test_one_long_ticket_takes_no_more_than_its_windows(session, client, desk):
    """A page stops looking after some windows; the next one goes on from there."""
    old = await make_ticket(session, desk.customer, desk.support, text="quokka")
    ticket = await make_ticket(session, desk.customer, desk.support)
    for _ in range(6 * (paging.MOST_WINDOWS + 1)):
        await make_message(session, ticket, desk.agent, "quokka")
    items, cursor = await page(client)
    assert items == [ticket.id]
    assert cursor is not None
    assert await page(client, cursor) == ([old.id], None)


async def test_t60_a_note_moves_no_ticket_of_a_customer(session, client_as, desk, tickets):
    """Were notes asked about, a ticket with a newer note would be missing from the customer's later pages."""
    for number in tickets:
        ticket = await session.get(type(desk.foreign), number)
        await make_note(session, ticket, desk.agent, "quokka")
    last = await make_ticket(session, desk.customer, desk.support, text="quokka")
    client = await client_as(desk.customer)
    assert sorted(await all_pages(client, limit=3)) == [*tickets, last.id]


async def test_cursor_of_another_search_is_refused(client, tickets):
    _, cursor = await page(client, limit=3)
    listed = (await client.get("/v1/tickets", params={"limit": 1})).json()["next_cursor"]
    moment = [0, 1, 0, 1, 0, 1]
    for q, odd in (
        ("quokk", cursor),
        ("quokka", listed),
        ("quokka", cursor[:-4]),
        ("quokka", "x"),
        ("quokka", encode_cursor(paging._digest("quokka"), 1, *moment)),
        ("quokka", encode_cursor(paging._digest("quokka"), 1.0, 2**62, *moment[1:])),
        ("quokka", encode_cursor(paging._digest("quokka"), 1.0, -(2**62), *moment[1:])),
    ):
        response = await client.get(PATH, params={"q": q, "cursor": odd})
        assert response.status_code == 422, (q, odd)
        assert response.json()["code"] == "bad_cursor"
        assert [each["pointer"] for each in response.json()["errors"]] == ["?cursor"]


async def test_odd_moments_of_a_cursor_are_no_fault(client, tickets):
    digest = paging._digest("quokka")
    far = (paging.EPOCH.max.replace(tzinfo=paging.UTC) - paging.EPOCH) // paging.TICK
    for odd in ([0, 1] * 3, [far, 2**63 - 1] * 3, [-62135596800000000, 0] * 3, [far, -1, 0, -1, -1, -1]):
        for rank in (1.0, float("nan"), float("-inf")):
            response = await client.get(
                PATH, params={"q": "quokka", "cursor": encode_cursor(digest, rank, *odd)}
            )
            assert response.status_code == 200, (rank, odd, response.text)
