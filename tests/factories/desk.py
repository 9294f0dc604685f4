"""A small helpdesk for tests: two departments with their people, and a ticket in each."""

from types import SimpleNamespace

from tests.factories.departments import make_department
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user


async def make_desk(session):
    """People and places by name; `foreign` stands in the other department, of the other customer."""
    support, sales = await make_department(session, is_default=True), await make_department(session)
    customer, other_customer = await make_user(session), await make_user(session)
    return SimpleNamespace(
        support=support,
        sales=sales,
        agent=await make_agent(session, support),
        second=await make_agent(session, support),
        other_agent=await make_agent(session, sales),
        homeless=await make_agent(session),
        admin=await make_admin(session),
        customer=customer,
        other_customer=other_customer,
        ticket=await make_ticket(session, customer, support),
        foreign=await make_ticket(session, other_customer, sales),
    )
