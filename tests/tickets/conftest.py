"""A small helpdesk: two departments, one agent in each, an admin, two customers, and a ticket in each."""

from types import SimpleNamespace

import pytest
from tests.factories.departments import make_department
from tests.factories.teams import make_team
from tests.factories.tickets import make_label, make_ticket, make_type, priorities, status_of
from tests.factories.users import make_admin, make_agent, make_user


@pytest.fixture
async def desk(session, app):
    """People, places and things, by name. `foreign` stands in the other department."""
    support = await make_department(session, is_default=True)
    sales = await make_department(session)
    agent, other_agent = await make_agent(session, support), await make_agent(session, sales)
    customer, other_customer = await make_user(session), await make_user(session)
    made = SimpleNamespace(
        support=support,
        sales=sales,
        agent=agent,
        second=await make_agent(session, support),
        other_agent=other_agent,
        homeless=await make_agent(session),
        admin=await make_admin(session),
        customer=customer,
        other_customer=other_customer,
        team=await make_team(session, agent),
        label=await make_label(session),
        type=await make_type(session),
        low=(await priorities(session))[0],
        high=(await priorities(session))[-1],
        solved=await status_of(session, "solved"),
        closed=await status_of(session, "closed"),
        pending=await status_of(session, "pending"),
        ticket=await make_ticket(session, customer, support),
        foreign=await make_ticket(session, other_customer, sales),
    )
    app.state.dimensions.drop()
    return made


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
