"""How much a search gives: as many as asked, each once, the best ones."""

import pytest
from tests.factories.tickets import make_message, make_ticket


@pytest.fixture
async def tickets(session, desk):
    """Twelve tickets that say the word, some of them often."""
    made = []
    for number in range(12):
        ticket = await make_ticket(session, desk.customer, desk.support, text=f"A quokka, number {number}")
        for _ in range(number % 3):
            await make_message(session, ticket, desk.agent, "quokka")
        made.append(ticket.id)
    return made


async def test_complete_and_without_doubles(search, tickets):
    for who in ("agent", "customer", "admin"):
        found = await search(who, "quokka", limit=50)
        assert sorted(found) == tickets, who


async def test_no_more_than_asked(search, tickets):
    everything = await search("agent", "quokka", limit=50)
    for limit in (1, 5, 11, 12, 13):
        found = await search("agent", "quokka", limit=limit)
        assert found == everything[:limit]


async def test_named_ticket_counts_among_them(search, tickets, session, desk):
    ticket = await make_ticket(session, desk.customer, desk.support)
    for number in range(3):
        await make_ticket(session, desk.customer, desk.support, text=f"{ticket.id}, again {number}")
    found = await search("agent", str(ticket.id), limit=2)
    assert len(found) == len(set(found)) == 2
    assert found[0] == ticket.id


async def test_what_others_said_takes_no_room(session, search, desk):
    """A word that a department of others has said a thousand times leaves the own ones found."""
    own = await make_ticket(session, desk.customer, desk.support, text="quokka")
    for _ in range(30):
        await make_message(session, desk.foreign, desk.other_agent, "quokka " * 3)
    assert await search("agent", "quokka", limit=1) == [own.id]
    assert await search("customer", "quokka", limit=1) == [own.id]
