"""Which accounts and which companies are there for whom, as rows: the rule beside the doors (T03, T07)."""

from sqlalchemy import select, update
from tests.factories.organizations import make_organization
from tests.factories.users import acting_as, make_admin, make_agent, make_user

from deskbell.core.auth import GUEST, Actor, Level
from deskbell.organizations.models import Organization, OrganizationRemoval
from deskbell.organizations.queries import visible_to as companies_for
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import visible_to as people_for

SYSTEM = Actor(kind="system", level=Level.admin)


async def numbers(session, statement, column, among):
    return {each for each in await session.scalars(statement.with_only_columns(column)) if each in among}


async def test_t03_t07_who_sees_which_people(session):
    customer, other = await make_user(session), await make_user(session)
    agent, second, admin = await make_agent(session), await make_agent(session), await make_admin(session)
    everybody = {each.id for each in (customer, other, agent, second, admin)}
    customers, view = {customer.id, other.id}, frozenset({"people.view"})
    expected = [
        (acting_as(admin), everybody),
        (SYSTEM, everybody),
        (acting_as(agent), customers | {agent.id}),
        (acting_as(agent, permissions=view), customers | {agent.id}),
        (acting_as(agent, permissions=frozenset({"people.edit"})), {agent.id}),
        (acting_as(agent, permissions=frozenset()), {agent.id}),
        (acting_as(admin, Level.agent, permissions=view), customers | {admin.id}),
        (acting_as(admin, Level.user, permissions=view), {admin.id}),
        (acting_as(customer), {customer.id}),
        (acting_as(customer, permissions=view), {customer.id}),
        (GUEST, set()),
    ]
    for actor, wanted in expected:
        assert await numbers(session, people_for(actor), User.id, everybody) == wanted, actor


async def test_t03_who_sees_which_companies(session):
    member, manager, presumed, removed, hearsay = [await make_user(session) for _ in range(5)]
    agent, admin = await make_agent(session), await make_admin(session)
    acme = await make_organization(session, member, managers=[manager])
    beta = await make_organization(session, domains=["beta.example"])
    merged = await make_organization(session, member)
    await session.execute(
        update(Organization).where(Organization.id == merged.id).values(merged_into_id=acme.id)
    )
    for user, proven in ((presumed, True), (removed, True), (hearsay, False)):
        values = {"address": f"p{user.id}@beta.example"} | ({} if proven else {"verified_at": None})
        await session.execute(update(UserAddress).where(UserAddress.user_id == user.id).values(values))
    session.add(OrganizationRemoval(organization_id=beta.id, user_id=removed.id))
    await session.flush()
    all_of_them, both, view = (
        {acme.id, beta.id, merged.id},
        {acme.id, beta.id},
        frozenset({"organizations.view"}),
    )
    expected = [
        (acting_as(admin), both),
        (SYSTEM, both),
        (acting_as(agent), both),
        (acting_as(agent, permissions=view), both),
        (acting_as(agent, permissions=frozenset({"organizations.edit"})), set()),
        (acting_as(agent, Level.user, permissions=view), set()),
        (acting_as(member), {acme.id}),
        (acting_as(manager), {acme.id}),
        (acting_as(presumed), {beta.id}),
        (acting_as(removed), set()),
        (acting_as(hearsay), set()),
        (acting_as(member, permissions=view), {acme.id}),
        (Actor(kind="link", level=Level.guest, user_id=member.id, ticket_id=1), set()),
        (GUEST, set()),
    ]
    for actor, wanted in expected:
        assert await numbers(session, companies_for(actor), Organization.id, all_of_them) == wanted, actor
    assert await session.scalar(select(Organization.id).where(Organization.id == merged.id)) is not None
