"""Copied addresses and tickets that have to do with one another, in the ticket's answers (T46, T51, T60)."""

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.channels.email.outbox.models import OutgoingRecipient
from deskbell.tickets.actions.copy import MOST_COPIES
from deskbell.tickets.models import TicketCopy, TicketHint


@pytest.fixture
async def things(session, client_as):
    department, other = await make_department(session), await make_department(session)
    customer = await make_user(session)
    agent = await make_agent(session, department)
    ticket = await make_ticket(session, customer, department)
    return {
        "department": department,
        "other": other,
        "user": customer,
        "ticket": ticket,
        "path": f"/v1/tickets/{ticket.id}",
        "agent": await client_as(agent),
        "customer": await client_as(customer),
        "stranger": await client_as(await make_agent(session, other)),
        "admin": await client_as(await make_admin(session)),
    }


async def copy(things, address):
    answer = await things["agent"].post(f"{things['path']}/copies", json={"address": address})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_address_is_copied_and_taken_off(things, events):
    path, agent = things["path"], things["agent"]
    made = await copy(things, "Pat@Example.org")
    assert (await copy(things, "pat@example.org"))["id"] == made["id"]
    assert (await agent.get(path)).json()["copied"] == ["pat@example.org"]
    assert (await agent.get(f"{path}/copies")).json()["items"] == [made]
    assert (await agent.delete(f"{path}/copies/{made['id']}")).status_code == 204
    assert (await agent.delete(f"{path}/copies/{made['id']}")).status_code == 404
    assert (await agent.get(f"{path}/copies")).json()["items"] == []
    types = await events(ticket_id=things["ticket"].id)
    assert types[-2:] == ["ticket.copy_added", "ticket.copy_removed"]
    assert (await agent.get(path)).json()["version"] == 3


async def test_only_agents_of_the_ticket_know_who_is_copied(things):
    made = await copy(things, "pat@example.org")
    path = f"{things['path']}/copies"
    for who, status in (("customer", 403), ("stranger", 404)):
        assert (await things[who].get(path)).status_code == status
        assert (await things[who].post(path, json={"address": "x@example.org"})).status_code == status
        assert (await things[who].delete(f"{path}/{made['id']}")).status_code == status
    told = (await things["customer"].get(things["path"])).json()
    assert (told["copied"], told["maybe_related"]) == ([], [])
    assert "pat@" not in (await things["customer"].get(f"{things['path']}/conversation")).text


@pytest.mark.parametrize("address", ["pat", "pat@", "a@x.org, b@x.org", "a@x.org\r\nBcc: b@x.org"])
async def test_t58_what_is_not_one_address_is_refused(things, address):
    answer = await things["agent"].post(f"{things['path']}/copies", json={"address": address})
    assert answer.status_code == 422


async def test_no_mailbox_of_ours_and_no_crowd_is_copied(things, session, settings):
    await make_mailbox(session, settings, things["other"], address="Sales@desk.example.com")
    path, agent = f"{things['path']}/copies", things["agent"]
    ours = await agent.post(path, json={"address": "sales@desk.example.com"})
    assert (ours.status_code, ours.json()["code"]) == (422, "copy_is_ours")
    many = [TicketCopy(ticket_id=things["ticket"].id, address=f"{n}@x.org") for n in range(MOST_COPIES)]
    session.add_all(many)
    await session.flush()
    more = await agent.post(path, json={"address": "pat@example.org"})
    assert (more.status_code, more.json()["code"]) == (409, "too_many_copies")


async def recipients(session):
    found = await session.scalars(select(OutgoingRecipient.address).where(OutgoingRecipient.copied))
    return sorted(found)


async def test_t60_a_copy_gets_replies_but_no_note_and_nothing_once_it_is_off(things, session, drain):
    path, agent = things["path"], things["agent"]
    made = await copy(things, "pat@example.org")
    await agent.post(f"{path}/notes", json={"text": "Between us."})
    await drain()
    assert await recipients(session) == []
    await agent.post(f"{path}/messages", json={"text": "Hello."})
    await drain()
    assert await recipients(session) == ["pat@example.org"]
    await agent.delete(f"{path}/copies/{made['id']}")
    await agent.post(f"{path}/messages", json={"text": "Once more."})
    await drain()
    assert await recipients(session) == ["pat@example.org"]


async def test_tickets_that_continue_and_hint_are_shown_to_those_who_may_see_them(things, session):
    """One of another department stays unnamed, for a customer and for an agent without access."""
    ticket, user = things["ticket"], things["user"]
    theirs = await make_ticket(session, await make_user(session), things["department"], subject="Theirs")
    hidden = await make_ticket(session, user, things["other"], subject="Elsewhere")
    later = await make_ticket(session, user, things["department"], subject="Later")
    secret = await make_ticket(session, user, things["other"], subject="Later elsewhere")
    later.continues_id = secret.continues_id = ticket.id
    session.add_all(TicketHint(ticket_id=ticket.id, related_id=each.id) for each in (theirs, hidden))
    await session.flush()

    async def told(who, number=ticket.id):
        found = (await things[who].get(f"/v1/tickets/{number}")).json()
        named = {
            name: [each["subject"] for each in found[name]] for name in ("continued_by", "maybe_related")
        }
        return named["continued_by"], named["maybe_related"], found["continues"]

    assert await told("agent") == (["Later"], ["Theirs"], None)
    assert await told("admin") == (["Later elsewhere", "Later"], ["Elsewhere", "Theirs"], None)
    assert await told("customer") == (["Later elsewhere", "Later"], [], None)
    original = {"id": ticket.id, "reference": ticket.reference, "subject": ticket.subject}
    assert await told("customer", later.id) == ([], [], original)
    assert await told("stranger", secret.id) == ([], [], None)
