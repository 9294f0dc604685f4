"""What a search finds: words, their beginnings, the subject, the reference, the number."""

import pytest
from tests.factories.tickets import make_message, make_note, make_ticket

TEXT = "The printer on the third floor eats paper, naïvely. Größe A4, see invoice_2024-17 at example.org"


@pytest.fixture
async def ticket(session, desk):
    """A ticket with words of its own."""
    return await make_ticket(session, desk.customer, desk.support, subject="Paper jam daily", text=TEXT)


@pytest.mark.parametrize(
    "q",
    [
        "printer",
        "PRINTER",
        "  printer  ",
        "third floor",
        "floor third",
        '"third floor"',
        "printer -scanner",
        "naïvely",
        "größe",
        "prin",
        "floor pri",
        "jam",
        "daily printer",
        "Paper jam daily",
        "invoice_2024-17",
        "example.org",
        "printer or scanner",
        "scanner or printer",
    ],
)
async def test_found(search, ticket, q):
    for who in ("agent", "customer", "admin"):
        assert await search(who, q) == [ticket.id], who


@pytest.mark.parametrize(
    "q",
    [
        "scanner",
        "printer scanner",
        "printer -floor",
        '"floor third"',
        "rinter",
        "pr third",
        "printers",
        "third fl or",
    ],
)
async def test_not_found(search, ticket, q):
    for who in ("agent", "customer", "admin"):
        assert await search(who, q) == [], who


async def test_the_last_word_is_a_beginning_from_three_letters_on(search, ticket):
    assert await search("agent", "pri") == [ticket.id]
    assert await search("agent", "third pri") == [ticket.id]
    assert await search("agent", "pr") == []


async def test_new_words_are_found_at_once_and_markup_is_not(session, search, ticket, client_as, desk):
    client = await client_as(desk.agent)
    html = '<p class="zanzibar">Try the <b>spare</b> cartridge</p><script>zanzibar</script>'
    said = await client.post(f"/v1/tickets/{ticket.id}/messages", json={"html": html})
    assert said.status_code == 201, said.text
    assert await search("customer", "spare cartridge") == [ticket.id]
    for word in ("zanzibar", "script", "strong"):
        assert await search("admin", word) == []


async def test_a_ticket_stands_once_however_often_it_matches(session, search, ticket, desk):
    for number in range(5):
        await make_message(session, ticket, desk.agent, f"The printer again {number}")
    assert await search("agent", "printer") == [ticket.id]


async def test_the_message_that_matched_is_named(session, ticket, desk, client_as):
    number = await make_message(session, ticket, desk.agent, "Order a new fuser")
    client = await client_as(desk.customer)
    [item] = (await client.get("/v1/search/tickets", params={"q": "fuser"})).json()["items"]
    assert (item["id"], item["message_id"]) == (ticket.id, number)
    [item] = (await client.get("/v1/search/tickets", params={"q": ticket.reference})).json()["items"]
    assert (item["id"], item["message_id"]) == (ticket.id, None)


async def test_subject_counts_more_than_text(session, search, ticket, desk):
    other = await make_ticket(
        session, desk.customer, desk.support, subject="Fax", text="The daily jam, paper"
    )
    assert await search("agent", "jam") == [ticket.id, other.id]


async def test_rewritten_subject_is_found_and_the_old_one_is_not(search, ticket, desk, client_as):
    client = await client_as(desk.agent)
    changed = await client.patch(f"/v1/tickets/{ticket.id}", json={"subject": "Toner is empty"})
    assert changed.status_code == 200, changed.text
    assert await search("customer", "toner") == [ticket.id]
    assert await search("customer", "daily") == []
    assert await search("customer", "third floor") == [ticket.id]


@pytest.mark.parametrize("who", ["agent", "customer", "admin"])
async def test_reference_as_people_write_it(search, ticket, who):
    plain = ticket.reference.replace("-", "")
    spellings = [
        ticket.reference,
        ticket.reference.lower(),
        plain,
        f" {ticket.reference} ",
        ticket.reference.replace("-", " "),
        ticket.reference.replace("1", "I").replace("0", "O"),
    ]
    for q in spellings:
        assert await search(who, q) == [ticket.id], q
    for q in (ticket.reference[:9], plain[:-1], plain + "0", "7QJR-3M8K-2TXD"):
        assert await search(who, q) == [], q


@pytest.mark.parametrize("who", ["agent", "customer", "admin"])
async def test_number(search, ticket, who):
    for q in (f"#{ticket.id}", str(ticket.id), f" #{ticket.id} "):
        assert await search(who, q) == [ticket.id], q
    for q in (f"##{ticket.id}", "#0", "#999999999999", "#9223372036854775808", "#-1", f"#{ticket.id}.0"):
        assert await search(who, q) == [], q


async def test_number_that_is_also_said_comes_first(session, search, ticket, desk):
    other = await make_ticket(session, desk.customer, desk.support, text=f"As in {ticket.id} before")
    assert await search("agent", str(ticket.id)) == [ticket.id, other.id]


async def test_notes_are_found_by_agents(session, search, ticket, desk):
    await make_note(session, ticket, desk.agent, "Warranty expired")
    assert await search("agent", "warranty") == [ticket.id]
