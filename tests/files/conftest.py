"""A small helpdesk, and who asks for its files."""

import pytest
from tests.factories.desk import make_desk


@pytest.fixture
async def desk(session, app):
    """People, places and two tickets, by name."""
    made = await make_desk(session)
    app.state.dimensions.drop()
    return made


@pytest.fixture
def path(desk):
    """The address of the customer's ticket."""
    return f"/v1/tickets/{desk.ticket.id}"


@pytest.fixture
async def as_agent(client_as, desk):
    """The agent of the first department."""
    return await client_as(desk.agent)


@pytest.fixture
async def as_customer(client_as, desk):
    """The customer who brought the ticket."""
    return await client_as(desk.customer)


@pytest.fixture
async def as_admin(client_as, desk):
    """The admin."""
    return await client_as(desk.admin)
