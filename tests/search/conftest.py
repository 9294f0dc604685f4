"""A small helpdesk, and a way to search it."""

import pytest
from tests.factories.desk import make_desk


@pytest.fixture
async def desk(session, app):
    """People, places and two tickets, by name."""
    made = await make_desk(session)
    app.state.dimensions.drop()
    return made


@pytest.fixture
async def search(desk, client_as):
    """`await search("agent", "words")`: the numbers of the tickets that this person finds, in order."""
    clients = {}

    async def ask(who, q, **parameters):
        clients.setdefault(who, await client_as(getattr(desk, who)))
        response = await clients[who].get("/v1/search/tickets", params={"q": q, **parameters})
        assert response.status_code == 200, response.text
        return [item["id"] for item in response.json()["items"]]

    return ask
