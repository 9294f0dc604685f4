"""Answers made of plain values have exactly the members that the document promises."""

import pytest
from pydantic import BaseModel, TypeAdapter

from deskbell.core.pagination import Page
from deskbell.search.tickets import FoundTicket
from deskbell.tickets.conversation import ConversationRead
from deskbell.tickets.messages.schemas import MessageRead
from deskbell.tickets.schemas import TicketRead, TicketSummary


def only_members(given, model):
    """What stands in the answer and not in the model, or the other way round, at any depth."""
    dumped = TypeAdapter(model).validate_json(given).model_dump(mode="json")
    return differences(TypeAdapter(dict).validate_json(given), dumped, "")


def differences(given, known, place):
    if isinstance(known, dict):
        found = [f"{place}.{name}" for name in given.keys() ^ known.keys()]
        return found + [
            each
            for name in given.keys() & known.keys()
            for each in differences(given[name], known[name], f"{place}.{name}")
        ]
    if isinstance(known, list):
        pairs = zip(given, known, strict=True)
        return [
            each for number, pair in enumerate(pairs) for each in differences(*pair, f"{place}[{number}]")
        ]
    return [] if given == known else [f"{place}: {given} is not {known}"]


CASES = [
    ("/v1/tickets?count=true", Page[TicketSummary]),
    ("/v1/tickets/{id}", TicketRead),
    ("/v1/tickets/{id}/conversation", ConversationRead),
    ("/v1/tickets/{id}/messages", Page[MessageRead]),
    ("/v1/search/tickets?q=broken", Page[FoundTicket]),
]


@pytest.mark.parametrize("who", ["agent", "customer"])
@pytest.mark.parametrize(("path", "model"), CASES)
async def test_an_answer_is_its_model(desk, client_as, who, path, model):
    client = await client_as(getattr(desk, who))
    answer = await client.get(path.format(id=desk.ticket.id))
    assert answer.status_code == 200, answer.text
    assert issubclass(model, BaseModel)
    assert only_members(answer.content, model) == []


@pytest.mark.parametrize("who", ["agent", "customer"])
async def test_a_ticket_is_answered_as_it_is_read_afterwards(desk, client_as, who):
    client = await client_as(getattr(desk, who))
    opened = await client.post("/v1/tickets", json={"subject": "New", "text": "It is broken."})
    assert opened.status_code == 201, opened.text
    assert only_members(opened.content, TicketRead) == []
    assert opened.json() == (await client.get(f"/v1/tickets/{opened.json()['id']}")).json()
