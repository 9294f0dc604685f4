"""The bell: who is told of what, once, and only while they may see it."""

import pytest
from sqlalchemy import select, text
from tests.live.world import ADMIN, AGENT, CUSTOMER, OTHER_AGENT, SUPPORT, add_people, add_ticket

from deskbell.core.auth import Actor, Level
from deskbell.core.jobs import drain
from deskbell.core.problems import NotFound
from deskbell.events.dispatcher import dispatch_once
from deskbell.events.models import StoredEvent
from deskbell.events.record import record
from deskbell.notifications import actions, queries
from deskbell.notifications.models import Notification
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION
from deskbell.subscribers import SUBSCRIBERS
from deskbell.tickets.events import TicketAssigneeChanged, TicketCreated, TicketMessageAdded, TicketNoteAdded


def user(user_id, level, *departments):
    """A person who asks."""
    return Actor(
        kind="user",
        level=level,
        user_id=user_id,
        session_id=1,
        departments=departments,
        permissions=EVERY_AGENT_PERMISSION,
    )


BO = user(AGENT, Level.agent, SUPPORT)
CY = user(OTHER_AGENT, Level.agent, SUPPORT)
ADA = user(ADMIN, Level.admin)
DI = user(CUSTOMER, Level.user)


@pytest.fixture
async def ticket(session):
    """A ticket for which Bo is responsible."""
    await add_people(session)
    number = await add_ticket(session, "T")
    await session.execute(
        text("update tickets set assignee_id = :who where id = :id"), {"who": AGENT, "id": number}
    )
    return number


async def happen(session, actor, *facts):
    """Record, dispatch and do the jobs, until nothing follows."""
    await record(session, actor, *facts)
    while await dispatch_once(session, SUBSCRIBERS, settled=False) + await drain(session):
        pass


async def told(session):
    """(person, event) of every notification."""
    rows = await session.execute(select(Notification.user_id, Notification.type).order_by(Notification.id))
    return [tuple(row) for row in rows]


def message(ticket, version=2, *, by_staff=False):
    return TicketMessageAdded(ticket_id=ticket, version=version, message_id=1, by_staff=by_staff)


def assigned(ticket, before, after, version=2):
    return TicketAssigneeChanged(ticket_id=ticket, version=version, before=before, after=after)


async def test_assigned_by_somebody_else(session, ticket):
    await happen(session, ADA, assigned(ticket, AGENT, OTHER_AGENT))
    assert await told(session) == [(OTHER_AGENT, "ticket.assignee_changed")]


async def test_own_doing_is_no_news(session, ticket):
    await happen(session, BO, assigned(ticket, None, AGENT), message(ticket, 3, by_staff=True))
    await happen(session, BO, TicketNoteAdded(ticket_id=ticket, version=4, message_id=2))
    assert await told(session) == []


async def test_released_tells_nobody(session, ticket):
    await happen(session, ADA, assigned(ticket, AGENT, None))
    assert await told(session) == []


async def test_customer_and_colleague_write_to_the_assignee(session, ticket):
    await happen(session, DI, message(ticket))
    await happen(session, CY, message(ticket, 3, by_staff=True))
    await happen(session, CY, TicketNoteAdded(ticket_id=ticket, version=4, message_id=2))
    assert await told(session) == [
        (AGENT, "ticket.message_added"),
        (AGENT, "ticket.message_added"),
        (AGENT, "ticket.note_added"),
    ]


async def test_ticket_that_nobody_has_tells_nobody(session, ticket):
    await session.execute(text("update tickets set assignee_id = null"))
    await happen(session, DI, message(ticket))
    assert await told(session) == []


async def test_ticket_opened_for_somebody_is_told_once(session, ticket):
    opened = TicketCreated(
        ticket_id=ticket, version=1, department_id=SUPPORT, requester_id=CUSTOMER, status_id=1, open=True
    )
    await happen(session, ADA, opened, message(ticket, 1, by_staff=True), assigned(ticket, None, AGENT, 1))
    assert await told(session) == [(AGENT, "ticket.assignee_changed")]


async def test_job_that_runs_twice_tells_once(session, ticket):
    await happen(session, DI, message(ticket))
    event = (
        await session.scalars(select(StoredEvent).where(StoredEvent.type == "ticket.message_added"))
    ).one()
    await actions.notify_assignees(session, [event.id])
    assert len(await told(session)) == 1
    created = await session.scalars(select(StoredEvent).where(StoredEvent.type == "notification.created"))
    fact = created.one()
    assert (fact.subject_type, fact.subject_id, fact.ticket_id) == ("user", AGENT, None)
    assert fact.cause_id == event.id


async def test_own_list_newest_first_by_pages(session, ticket):
    for version in range(2, 7):
        await happen(session, DI, message(ticket, version))
    first = await queries.page_of_notifications(session, BO, unread=None, cursor=None, limit=3)
    rest = await queries.page_of_notifications(session, BO, unread=None, cursor=first.next_cursor, limit=3)
    numbers = [item.id for item in [*first.items, *rest.items]]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(first.items), len(rest.items), rest.next_cursor) == (3, 2, None)
    assert first.items[0].ticket.subject == "Subject"
    assert first.items[0].actor.name == "Di"
    for other in (CY, ADA, DI):
        assert (
            await queries.page_of_notifications(session, other, unread=None, cursor=None, limit=3)
        ).items == []


async def test_ticket_out_of_sight_takes_its_notifications_along(session, ticket):
    await happen(session, DI, message(ticket))
    moved_away = user(AGENT, Level.agent)
    await session.execute(text("update tickets set assignee_id = null"))
    for actor, seen in ((BO, 1), (moved_away, 0), (BO, 1)):
        page = await queries.page_of_notifications(session, actor, unread=None, cursor=None, limit=10)
        assert len(page.items) == await queries.count_unread(session, actor) == seen
    notification = (await session.scalars(select(Notification))).one()
    with pytest.raises(NotFound):
        await actions.read(session, moved_away, notification.id)
    await session.execute(text("update tickets set deleted_at = now()"))
    assert await queries.count_unread(session, BO) == 0


async def test_read_one_and_all(session, ticket):
    for version in (2, 3, 4):
        await happen(session, DI, message(ticket, version))
    page = await queries.page_of_notifications(session, BO, unread=True, cursor=None, limit=10)
    first = page.items[0].id
    await actions.read(session, BO, first)
    await actions.read(session, BO, first)
    assert await queries.count_unread(session, BO) == 2
    read = await queries.page_of_notifications(session, BO, unread=False, cursor=None, limit=10)
    assert [item.id for item in read.items] == [first]
    for stranger in (CY, ADA):
        with pytest.raises(NotFound):
            await actions.read(session, stranger, first)
    await actions.read_all(session, BO)
    await actions.read_all(session, BO)
    assert await queries.count_unread(session, BO) == 0
    left = select(StoredEvent.data["notification_id"]).where(StoredEvent.type == "notification.read")
    assert (await session.scalars(left.order_by(StoredEvent.id))).all() == [first, None]
