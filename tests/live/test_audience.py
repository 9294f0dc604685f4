"""The index of streams says what `visible_to` does (T04), and tells no customer what is internal (T60)."""

from datetime import UTC, datetime
from itertools import product

import pytest
from tests.live.world import ADMIN, AGENT, CUSTOMER, OTHER_CUSTOMER, SALES, SUPPORT, add_people, add_ticket

from deskbell.core.auth import Actor, Level
from deskbell.events.event import TYPES
from deskbell.events.reading import LoggedEvent, Position
from deskbell.live.audience import EVERYONE, Place, hints_of, keys_of, viewers
from deskbell.tickets.events import TicketEvent
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import audience_includes, system_audience, visible_to

STATES = ("living", "deleted", "spam")
ACCESS = ((), (SUPPORT,), (SALES,), (SUPPORT, SALES))


def people():
    """Every kind of actor, in every state of rights."""
    for user_id, level in product(
        (ADMIN, AGENT, CUSTOMER, OTHER_CUSTOMER), (Level.user, Level.agent, Level.admin)
    ):
        for departments in ACCESS if level is Level.agent else ((),):
            yield Actor(kind="user", level=level, user_id=user_id, session_id=1, departments=departments)


def links(tickets):
    """Links to each ticket, of its requester and of a stranger."""
    for ticket_id, user_id in product(tickets, (CUSTOMER, OTHER_CUSTOMER)):
        yield Actor(kind="link", level=Level.guest, user_id=user_id, ticket_id=ticket_id, link_id=1)


async def test_index_is_visible_to(session):
    await add_people(session)
    tickets = [
        await add_ticket(session, f"T{number}", *placed)
        for number, placed in enumerate(product((CUSTOMER, OTHER_CUSTOMER, AGENT), (SUPPORT, SALES), STATES))
    ]
    rows = await system_audience(session, tickets)
    places = [Place(row.id, row.department_id, row.requester_id, row.deleted) for row in rows]
    assert len(places) == len(tickets)
    compared = 0
    for actor in [*people(), *links(tickets)]:
        seen = set(await session.scalars(visible_to(actor).with_only_columns(Ticket.id)))
        indexed = {place.ticket_id for place in places if viewers(place) & keys_of(actor)}
        said = {
            row.id
            for row in rows
            if audience_includes(actor, row.id, row.department_id, row.requester_id, deleted=row.deleted)
        }
        assert indexed == seen == said, actor
        compared += len(seen)
    assert compared > 50


def logged(kind, ticket_id=None, subject_type="user", subject_id=AGENT, **data):
    """An event as a reader sees it."""
    return LoggedEvent(
        position=Position(1, 1),
        at=datetime.now(UTC),
        type=kind,
        actor_kind="user",
        actor_id=ADMIN,
        subject_type=subject_type,
        subject_id=subject_id,
        ticket_id=ticket_id,
        data={"user_id": subject_id, "before": SUPPORT, "after": SALES, "link_id": 1} | data,
        depth=0,
    )


async def test_no_internal_event_reaches_a_customer(session):
    """Whatever the type, present or to come: requesters, by account or link, hear of public facts only."""
    await add_people(session)
    ticket = await add_ticket(session, "T")
    customers = [
        Actor(kind="user", level=Level.user, user_id=CUSTOMER, session_id=1),
        Actor(kind="link", level=Level.guest, user_id=CUSTOMER, ticket_id=ticket, link_id=1),
    ]
    kinds = [name for name, kind in TYPES.items() if issubclass(kind, TicketEvent)]
    events = [logged(name, ticket, "ticket", ticket) for name in [*kinds, "ticket.of_a_later_version"]]
    hints = await hints_of(session, events)
    told = {event.type for event, keys in hints for actor in customers if keys & keys_of(actor)}
    assert told == {name for name in kinds if not TYPES[name].internal}
    assert {"ticket.message_added", "ticket.created"} <= told


@pytest.mark.parametrize(
    ("event", "hearers"),
    [
        (logged("user.changed"), {"admin", "agent", "other agent"}),
        (logged("user.changed", subject_id=CUSTOMER), {"admin", "agent", "other agent", "customer"}),
        (logged("notification.read"), {"agent"}),
        (logged("file.uploaded", subject_id=CUSTOMER), {"customer"}),
        (logged("session.started", subject_type="session", subject_id=9, user_id=AGENT), {"agent"}),
        (logged("label.created", subject_type="label", subject_id=1), {"agent"}),
        (logged("ticket.message_added", 999_999, "ticket", 999_999), set()),
    ],
)
async def test_what_is_not_about_a_ticket(session, event, hearers):
    actors = {
        "admin": Actor(kind="user", level=Level.admin, user_id=ADMIN, session_id=1),
        "agent": Actor(kind="user", level=Level.agent, user_id=AGENT, session_id=2, departments=(SUPPORT,)),
        "other agent": Actor(kind="user", level=Level.agent, user_id=OTHER_CUSTOMER, session_id=3),
        "customer": Actor(kind="user", level=Level.user, user_id=CUSTOMER, session_id=4),
    }
    if event.type == "label.created":
        event.data.pop("user_id")
        hearers = {"admin", "agent", "other agent"}
    [(_, keys)] = await hints_of(session, [event])
    assert {name for name, actor in actors.items() if keys & keys_of(actor)} == hearers


async def test_public_facts_about_nobody_are_everyones(session):
    event = logged("unknown.type", subject_type="thing")
    event.data.clear()
    [(_, keys)] = await hints_of(session, [event])
    assert EVERYONE not in keys  # a type that is not known counts as internal
