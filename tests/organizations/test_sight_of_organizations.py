"""Sight through organizations in SQL is what a small reference says, over made-up worlds (T03, T04, T05)."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import func, insert, select
from tests.factories.departments import make_department
from tests.factories.tickets import make_ticket
from tests.factories.users import acting_as, make_user

from deskbell.core.auth import Act, Level
from deskbell.live.audience import keys_of, places_of, viewers
from deskbell.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationMember,
    OrganizationRemoval,
)
from deskbell.tickets.customers import system_customers
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.tickets.queries import visible_to
from deskbell.users.models import UserAddress

MODES = ("none", "managers", "named", "everyone")
DOMAINS = ("acme.example", "sub.acme.example", "deep.sub.acme.example", "bücher.example")
OF_ADDRESSES = (*DOMAINS, "xn--bcher-kva.example", "sub.bücher.example")
RIGHT = {Act.view: "see", Act.reply: "reply", Act.solve: "close"}
WORLDS = 40


def reference(world, user, act):
    """The numbers of the tickets on which a customer may do this, said as plainly as can be."""
    found = set()
    for ticket in world.tickets:
        mine = ticket.requester == user
        if mine or (
            not ticket.private and (shared(world, user, ticket, act) or follows(world, user, ticket, act))
        ):
            found.add(ticket.id)
    return found


def follows(world, user, ticket, act):
    return act is Act.view and (ticket.id, user) in world.followers and bool(world.verified[user])


def shared(world, user, ticket, act):
    organization = world.organizations.get(ticket.organization)
    if organization is None:
        return False
    modes = {organization["see"], organization[RIGHT[act]]}
    member = world.members.get((ticket.organization, user))
    if member is not None:
        return all(reaches(mode, member) for mode in modes)
    if (ticket.organization, user) in world.removals:
        return False
    presumed = any(
        covers(domain, address) for domain in organization["domains"] for address in world.verified[user]
    )
    return presumed and modes == {"everyone"}


def reaches(mode, member):
    until = member["manager_until"]
    manager = member["role"] == "manager" or (until is not None and until > datetime.now(UTC))
    return {"none": False, "managers": manager, "named": manager or member["named"], "everyone": True}[mode]


def covers(domain, address):
    at = address.lower().rpartition("@")[2].encode("idna").decode()
    name = domain.removeprefix(".").encode("idna").decode()
    return at == name or (domain.startswith(".") and at.endswith("." + name))


async def people_and_tickets(session):
    """Six customers with addresses, and tickets that are placed anew in each world."""
    department = await make_department(session, is_default=True)
    users = [(await make_user(session)).id for _ in range(6)]
    requesters = [SimpleNamespace(id=each) for each in users]
    tickets = [(await make_ticket(session, requesters[place % 6], department)).id for place in range(12)]
    return users, tickets


async def build(session, dice, users, tickets):
    """A world: the rows in the database, and what the reference reads of it."""
    for model in (OrganizationMember, OrganizationRemoval, OrganizationDomain, TicketFollower):
        await session.execute(model.__table__.delete())
    await session.execute(Ticket.__table__.update().values(organization_id=None))
    await session.execute(Organization.__table__.delete())
    await session.execute(UserAddress.__table__.delete().where(~UserAddress.is_primary))
    reserved = {"address": "nobody@acme.example", "verified_at": datetime.now(UTC)}  # of no account
    await session.execute(insert(UserAddress).values(reserved))
    world = SimpleNamespace(organizations={}, members={}, removals=set(), followers=set(), tickets=[])
    world.verified = {}
    free = list(DOMAINS)
    dice.shuffle(free)
    for place in range(3):
        modes = {name: dice.choice(MODES) for name in ("see", "reply", "close")}
        made = insert(Organization).values(name=f"Organization {place}", **modes).returning(Organization.id)
        number = await session.scalar(made)
        domains = [dice.choice(["", "."]) + free.pop() for _ in range(dice.randint(0, 1))]
        for domain in domains:
            spelled = domain.removeprefix(".")
            name = spelled.encode("idna").decode()
            row = {"domain": name, "spelled": spelled, "subdomains": domain.startswith(".")}
            await session.execute(insert(OrganizationDomain).values(organization_id=number, **row))
        world.organizations[number] = modes | {"domains": domains}
    await place_people(session, dice, world, users)
    await place_tickets(session, dice, world, users, tickets)
    return world


async def place_people(session, dice, world, users):
    now = await session.scalar(select(func.now()))  # at which a delegation has ended
    for user in users:
        domain = dice.choice(OF_ADDRESSES)
        address = f"P{user}@{domain.upper() if domain.isascii() else domain}"
        verified = dice.random() < 0.6
        primary = dice.random() < 0.8
        values = {"address": address, "verified_at": now if verified else None}
        await session.execute(insert(UserAddress).values(user_id=user, **values))
        mine = UserAddress.__table__.update().where(UserAddress.user_id == user, UserAddress.is_primary)
        await session.execute(mine.values(verified_at=now if primary else None))
        own = await session.scalar(
            select(UserAddress.address).where(UserAddress.user_id == user, UserAddress.is_primary)
        )
        world.verified[user] = ([address] if verified else []) + ([own] if primary else [])
        for number in world.organizations:
            luck = dice.random()
            if luck < 0.35:
                until = dice.choice([None, None, now + timedelta(days=1), now, now - timedelta(days=1)])
                member = {"role": dice.choice(["member", "member", "manager"]), "manager_until": until}
                member["named"] = dice.random() < 0.4
                values = {"organization_id": number, "user_id": user, **member}
                await session.execute(insert(OrganizationMember).values(values))
                world.members[number, user] = member
            elif luck < 0.5:
                values = {"organization_id": number, "user_id": user}
                await session.execute(insert(OrganizationRemoval).values(values))
                world.removals.add((number, user))


async def place_tickets(session, dice, world, users, tickets):
    for number in tickets:
        requester, private = dice.choice(users), dice.random() < 0.25
        organization = dice.choice([None, *world.organizations])
        values = {"requester_id": requester, "organization_id": organization, "private": private}
        await session.execute(Ticket.__table__.update().where(Ticket.id == number).values(values))
        world.tickets.append(
            SimpleNamespace(id=number, requester=requester, organization=organization, private=private)
        )
        if dice.random() < 0.3:
            follower = dice.choice(users)
            await session.execute(insert(TicketFollower).values(ticket_id=number, user_id=follower))
            world.followers.add((number, follower))


async def test_t04_sql_and_live_index_are_the_reference(session):
    users, tickets = await people_and_tickets(session)
    dice = random.Random(20261126)
    compared = others = 0
    for _ in range(WORLDS):
        world = await build(session, dice, users, tickets)
        places = await places_of(session, tickets)
        assert not any(None in place.customers for place in places)
        asked = tickets[: len(tickets) // 2]
        assert {number for number, _ in await system_customers(session, asked)} <= set(asked)
        for user in users:
            actor = acting_as(SimpleNamespace(id=user, level=Level.user))
            for act in RIGHT:
                rows = await session.scalars(visible_to(actor, act).with_only_columns(Ticket.id))
                found, wanted = set(rows), reference(world, user, act)
                assert found == wanted, (vars(world), user, act)
                compared += len(found)
                others += len(wanted - {each.id for each in world.tickets if each.requester == user})
            indexed = {place.ticket_id for place in places if viewers(place) & keys_of(actor)}
            assert indexed == reference(world, user, Act.view)
    assert compared > others > 500
