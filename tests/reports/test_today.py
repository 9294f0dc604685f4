"""The page that a day at work begins with: figures of what its reader sees, in the reader's own days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from tests.factories.desk import make_desk
from tests.factories.tickets import make_message, make_note, make_ticket, status_of
from tests.factories.users import acting_as

from deskbell.reports.today import last_days
from deskbell.tickets.actions.set_status import set_status
from deskbell.tickets.messages.models import Message
from deskbell.tickets.models import Ticket


@pytest.fixture
async def desk(session, app):
    made = await make_desk(session)
    app.state.dimensions.drop()
    return made


async def today(client_as, who):
    client = await client_as(who)
    answer = await client.get("/v1/reports/today")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def wrote(session, number, hours):
    """The message was written so many hours ago."""
    at = datetime.now(UTC) - timedelta(hours=hours)
    await session.execute(update(Message).where(Message.id == number).values(created_at=at))


async def first_wrote(session, ticket, hours):
    at = datetime.now(UTC) - timedelta(hours=hours)
    await session.execute(update(Message).where(Message.ticket_id == ticket.id).values(created_at=at))


async def test_who_waits_longest(session, desk, client_as):
    """A note moves nobody; an answer ends the wait until they ask again."""
    asked_again = await make_ticket(session, desk.customer, desk.support, assignee_id=desk.agent.id)
    noted = await make_ticket(session, desk.customer, desk.support)
    answered = await make_ticket(session, desk.customer, desk.support)
    for ticket, hours in ((desk.ticket, 5), (asked_again, 50), (noted, 20), (answered, 60)):
        await first_wrote(session, ticket, hours)
    await wrote(session, await make_message(session, asked_again, desk.agent), 30)
    await wrote(session, await make_message(session, asked_again, desk.customer, "Hello?"), 10)
    await make_note(session, noted, desk.agent)
    await make_message(session, answered, desk.agent)
    page = await today(client_as, desk.agent)
    assert [each["id"] for each in page["waiting"]] == [noted.id, asked_again.id, desk.ticket.id]
    assert [each["id"] for each in page["mine"]] == [asked_again.id]
    assert [each["id"] for each in page["unassigned"]] == [noted.id, desk.ticket.id]
    assert page["counts"] == {"unsolved": 4, "waiting": 4, "mine": 1, "unassigned": 3}
    since = datetime.fromisoformat(page["mine"][0]["waiting_since"])
    assert timedelta(hours=9) < datetime.now(UTC) - since < timedelta(hours=11)


async def test_opened_and_solved_by_day(session, desk, client_as):
    solved, closed = await status_of(session, "solved"), await status_of(session, "closed")
    opened = await status_of(session, "open")
    by = acting_as(desk.agent)
    for status in (solved, opened, solved, closed):  # twice solved on one day is one ticket
        await set_status(session, by, desk.ticket, status.id)
        await session.flush()
    old = await make_ticket(session, desk.customer, desk.support)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    await session.execute(update(Ticket).where(Ticket.id == old.id).values(created_at=long_ago))
    page = await today(client_as, desk.agent)
    assert len(page["days"]) == 14
    assert [(day["opened"], day["solved"]) for day in page["days"]] == [(0, 0)] * 13 + [(1, 1)]


def test_days_are_the_readers_own():
    """On the day that summer time ends, and where tomorrow has begun already."""
    days, starts = last_days(ZoneInfo("Europe/Berlin"), datetime(2026, 10, 25, 23, 30, tzinfo=UTC))
    assert (days[0], days[-1]) == (date(2026, 10, 13), date(2026, 10, 26))
    assert starts[-1] - starts[-2] == timedelta(hours=25)
    assert starts[-1] == datetime(2026, 10, 25, 23, tzinfo=UTC)


async def test_t08_what_is_not_seen_changes_no_figure(session, desk, client_as):
    before = await today(client_as, desk.agent)
    hidden = [await make_ticket(session, desk.customer, desk.sales) for _ in range(3)]
    solved = await status_of(session, "solved")
    await set_status(session, acting_as(desk.other_agent), hidden[0], solved.id)
    await session.flush()
    assert await today(client_as, desk.agent) == before
    assert (await today(client_as, desk.homeless))["counts"]["unsolved"] == 0
    assert (await today(client_as, desk.admin))["counts"]["unsolved"] == 4
