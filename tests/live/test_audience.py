"""The index of streams says what `visible_to` does (T04), and tells no customer what is internal (T60)."""

from datetime import UTC, datetime
from itertools import product

from sqlalchemy import text
from tests.live.world import ADMIN, AGENT, CUSTOMER, OTHER_CUSTOMER, SALES, SUPPORT, add_people, add_ticket

from deskbell.core.auth import Actor, Level
from deskbell.events.event import TYPES
from deskbell.events.reading import LoggedEvent, Position
from deskbell.live.audience import EVERYONE, STAFF, hints_of, keys_of, viewers
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION
from deskbell.tickets.events import TicketEvent
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import system_audience, visible_to
from deskbell.tickets.standing import audience_includes

STATES = ("living", "deleted", "spam")
ACCESS = ((), (SUPPORT,), (SUPPORT, SALES))
VIEWS = ("tickets.view.unassigned", "tickets.view.others")
HELD = (frozenset(), frozenset(VIEWS[:1]), frozenset(VIEWS[1:]), EVERY_AGENT_PERMISSION)
TEAM = 2001


def people():
    """Every kind of actor, in every state of rights."""
    for user_id in (ADMIN, AGENT, CUSTOMER, OTHER_CUSTOMER):
        for level in (Level.user, Level.admin):
            yield Actor(kind="user", level=level, user_id=user_id, session_id=1)
        for departments, permissions, teams in product(ACCESS, HELD, ((), (TEAM,))):
            rights = {"departments": departments, "permissions": permissions, "teams": teams}
            yield Actor(kind="user", level=Level.agent, user_id=user_id, session_id=1, **rights)


def links(tickets):
    """Links to each ticket, of its requester and of a stranger."""
    for ticket_id, user_id in product(tickets, (CUSTOMER, OTHER_CUSTOMER)):
        yield Actor(kind="link", level=Level.guest, user_id=user_id, ticket_id=ticket_id, link_id=1)


SCATTERED = text("""
update tickets set
    assignee_id = case id % 3 when 0 then cast(:agent as bigint) when 1 then :admin end,
    team_id = case when id % 4 = 0 then cast(:team as bigint) end
""")
PEOPLE_OF_TICKETS = text("""
with following as (
    insert into ticket_followers (ticket_id, user_id) select id, :agent from tickets where id % 5 = 0
)
insert into ticket_grants (ticket_id, user_id) select id, :customer from tickets where id % 7 = 0
""")


async def test_index_is_visible_to(session):
    await add_people(session)
    await session.execute(text("insert into teams (id, name) overriding system value values (2001, 'T')"))
    placed = list(product((CUSTOMER, OTHER_CUSTOMER, AGENT), (SUPPORT, SALES), STATES)) + [
        (CUSTOMER, place, "living") for place in (SUPPORT, SALES) for _ in range(10)
    ]
    tickets = [await add_ticket(session, f"T{number}", *each) for number, each in enumerate(placed)]
    await session.execute(SCATTERED, {"agent": AGENT, "admin": ADMIN, "team": TEAM})
    await session.execute(PEOPLE_OF_TICKETS, {"agent": AGENT, "customer": CUSTOMER})
    places = await system_audience(session, tickets)
    assert len(places) == len(tickets)
    compared = 0
    for actor in [*people(), *links(tickets)]:
        seen = set(await session.scalars(visible_to(actor).with_only_columns(Ticket.id)))
        indexed = {place.ticket_id for place in places if viewers(place) & keys_of(actor)}
        said = {place.ticket_id for place in places if audience_includes(actor, place)}
        assert indexed == seen == said, actor
        compared += len(seen)
    assert compared > 500


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


BESIDE_TICKETS = [
    (logged("user.changed"), {"admin", "agent", "other agent"}),
    (logged("user.changed", subject_id=CUSTOMER), {"admin", "agent", "other agent", "customer"}),
    (logged("notification.read"), {"agent"}),
    (logged("file.uploaded", subject_id=CUSTOMER), {"customer"}),
    (logged("session.started", subject_type="session", subject_id=9, user_id=AGENT), {"agent"}),
    (logged("label.created", subject_type="label", subject_id=1), {"admin", "agent", "other agent"}),
    (logged("ticket.message_added", 999_999, "ticket", 999_999), set()),
]


async def test_what_is_not_about_a_ticket(session):
    actors = {
        "admin": Actor(kind="user", level=Level.admin, user_id=ADMIN, session_id=1),
        "agent": Actor(kind="user", level=Level.agent, user_id=AGENT, session_id=2, departments=(SUPPORT,)),
        "other agent": Actor(kind="user", level=Level.agent, user_id=OTHER_CUSTOMER, session_id=3),
        "customer": Actor(kind="user", level=Level.user, user_id=CUSTOMER, session_id=4),
    }
    for event, hearers in BESIDE_TICKETS:
        if event.type == "label.created":
            event.data.pop("user_id", None)
        [(_, keys)] = await hints_of(session, [event])
        assert {name for name, actor in actors.items() if keys & keys_of(actor)} == hearers, event.type


async def test_who_lost_a_ticket_hears_of_it_once(session):
    """The ticket stands in Support, with Ada, of no team: of what came before, staff alone is told."""
    await add_people(session)
    ticket = await add_ticket(session, "T")
    await session.execute(text("update tickets set assignee_id = :admin"), {"admin": ADMIN})
    now = {("admins",), ("others", SUPPORT), ("agent", ADMIN)}
    customers = {("requester", CUSTOMER), ("link", ticket, CUSTOMER)}
    unassigned = {("unassigned", SUPPORT)}
    cases = [
        ("ticket.department_changed", SALES, {("unassigned", SALES), ("others", SALES)}),
        ("ticket.assignee_changed", AGENT, {("agent", AGENT)} | unassigned),
        ("ticket.assignee_changed", None, unassigned),
        ("ticket.team_changed", TEAM, {("team", TEAM)}),
        ("ticket.team_changed", None, set()),
        ("ticket.follower_removed", None, {("agent", AGENT)}),
        ("ticket.access_taken", None, {("agent", AGENT)}),
        ("ticket.label_added", None, set()),
    ]
    for kind, before, lost in cases:
        [(_, keys)] = await hints_of(session, [logged(kind, ticket, "ticket", AGENT, before=before)])
        assert keys == now | lost | (set() if TYPES[kind].internal else customers), kind
    await session.execute(text("update tickets set deleted_at = now()"))
    for kind, hearers in (("ticket.deleted", now), ("ticket.department_changed", set())):
        [(_, keys)] = await hints_of(session, [logged(kind, ticket, "ticket", AGENT, before=SALES)])
        assert keys == hearers, kind


def test_a_department_is_no_team_of_the_same_number():
    agent = Actor(
        kind="user", level=Level.agent, user_id=AGENT, departments=(TEAM,), permissions=EVERY_AGENT_PERMISSION
    )
    assert keys_of(agent) == {EVERYONE, STAFF, ("user", AGENT), ("agent", AGENT)} | {
        (scope, TEAM) for scope in ("unassigned", "others")
    }


async def test_public_facts_about_nobody_are_everyones(session):
    event = logged("unknown.type", subject_type="thing")
    event.data.clear()
    [(_, keys)] = await hints_of(session, [event])
    assert EVERYONE not in keys  # a type that is not known counts as internal
    public = logged("ticket.message_added", subject_type="thing")
    public.data.clear()
    [(_, keys)] = await hints_of(session, [public])
    assert keys == {EVERYONE}
