"""The live stream over a real connection: who learns of what, and when it ends."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import httpx
import pytest
from tests.live.world import AGENT, CUSTOMER, OTHER_AGENT, SALES, SUPPORT

from deskbell.core.auth import Level
from deskbell.departments.events import UserDepartmentsChanged
from deskbell.events import reading
from deskbell.events.event import TYPES
from deskbell.events.reading import read_after
from deskbell.live import endpoints, following, hub
from deskbell.live.hub import _ENDED, RIGHTS_OF_MANY_CHANGED
from deskbell.notifications.events import NotificationCreated
from deskbell.permissions.events import AgentGroupMemberRemoved, UserPermissionsChanged
from deskbell.sessions.events import EndReason, SessionEnded
from deskbell.teams.events import TeamMemberRemoved
from deskbell.tickets.events import (
    TicketDeleted,
    TicketDepartmentChanged,
    TicketLinkRevoked,
    TicketMessageAdded,
    TicketNoteAdded,
    TicketPriorityChanged,
)
from deskbell.users.events import UserDisabled, UserLevelChanged

pytestmark = pytest.mark.commits


def message(world, version=2):
    return TicketMessageAdded(ticket_id=world.ticket, version=version, message_id=1, by_staff=True)


def note(world, version=3):
    return TicketNoteAdded(ticket_id=world.ticket, version=version, message_id=2)


def hinted(kind, world):
    return json.dumps({"type": kind, "ticket_id": world.ticket})


async def settle():
    """As long as what was handed out takes to reach a client."""
    await asyncio.sleep(0.1)


async def test_hint_reaches_those_who_see_the_ticket_and_notes_only_staff(server, world):
    names = ("admin", "agent", "other agent", "customer", "other customer", "link")
    clients = {name: await server.follow(name) for name in names}
    await world.tell(message(world), note(world))
    await clients["admin"].until(lambda client: len(client.hints) == 2)
    await settle()
    told, noted = hinted("ticket.message_added", world), hinted("ticket.note_added", world)
    assert {name: client.hints for name, client in clients.items()} == {
        "admin": [told, noted],
        "agent": [told, noted],
        "other agent": [],
        "customer": [told],
        "other customer": [],
        "link": [told],
    }


async def test_hint_arrives_with_the_next_look_at_the_log(server, world, monkeypatch):
    client = await server.follow("agent")
    looks, watched = [], asyncio.Event()

    async def look(*arguments, **how):
        found = await read_after(*arguments, **how)
        looks.append(len(found))
        watched.set()
        return found

    monkeypatch.setattr(reading, "read_after", look)
    await watched.wait()  # the look that was at work until now is over
    await world.tell(message(world))
    await client.until(lambda each: each.hints)
    assert sum(looks) == 1  # the first look that could see it told of it
    assert reading.POLL_SECONDS < 0.1


async def test_agent_in_the_customer_s_place_hears_what_a_customer_does(server, world):
    server.holders["agent"] = replace(server.holders["agent"], level=Level.user, departments=())
    client = await server.follow("agent")
    await world.tell(message(world), note(world))
    await server.caught_up()
    await settle()
    assert client.hints == []


async def test_department_that_lost_the_ticket_hears_of_the_move_and_nothing_after(server, world):
    old, new = await server.follow("agent"), await server.follow("other agent")
    moved = TicketDepartmentChanged(ticket_id=world.ticket, version=2, before=SUPPORT, after=SALES, open=True)
    await world.change("update tickets set department_id = :to", moved, to=SALES)
    await new.until(lambda client: client.hints)
    await world.tell(
        TicketPriorityChanged(ticket_id=world.ticket, version=3, before=1, after=2), message(world, 4)
    )
    await new.until(lambda client: len(client.hints) == 3)
    await settle()
    assert old.hints == [hinted("ticket.department_changed", world)]


async def test_deleted_ticket_is_told_to_staff_and_is_silent_after(server, world):
    agent, customer = await server.follow("agent"), await server.follow("customer")
    gone = TicketDeleted(ticket_id=world.ticket, version=2, department_id=SUPPORT, open=True)
    await world.change("update tickets set deleted_at = now()", gone)
    await agent.until(lambda client: client.hints)
    await world.tell(message(world))
    await server.caught_up()
    await settle()
    assert agent.hints == [hinted("ticket.deleted", world)]
    assert customer.hints == []


async def test_notification_is_told_to_its_owner_only(server, world):
    clients = {name: await server.follow(name) for name in ("admin", "agent", "other agent", "customer")}
    await world.tell(NotificationCreated(user_id=AGENT, notification_id=1))
    await clients["agent"].until(lambda client: client.hints)
    await settle()
    assert [name for name, client in clients.items() if client.hints] == ["agent"]
    assert json.loads(clients["agent"].hints[0]) == {"type": "notification.created", "user_id": AGENT}


async def test_resumes_after_a_cut_without_loss_or_more(server, world):
    customer = await server.follow("customer")
    await world.tell(message(world))
    await customer.until(lambda client: client.hints)
    await customer.close()
    await world.tell(note(world), message(world, 4))
    await world.tell(message(world, 5))
    await server.caught_up()
    again = await server.follow("customer", customer.last)
    await world.tell(message(world, 6))
    await again.until(lambda client: len(client.hints) == 3)
    await settle()
    assert again.hints == [hinted("ticket.message_added", world)] * 3


async def test_resumes_from_the_first_frame_of_a_quiet_stream(server, world):
    first = await server.follow("agent")
    await first.close()
    await world.tell(message(world))
    again = await server.follow("agent", first.last)
    await again.until(lambda client: client.hints)


@pytest.mark.parametrize(
    "last", ["x", "-", "1-", "1-1-1", "9" * 30 + "-1", "999999999999999999-1", "' or 1=1"]
)
async def test_place_that_is_none_of_ours_asks_to_fetch_everything(server, world, last):
    client = await server.follow("agent", last)
    assert client.frames[0]["event"] == "reset"


async def test_page_that_was_loading_before_it_listened_misses_nothing(server, world, monkeypatch):
    await server.hub.reached()
    now = [0.0]
    monkeypatch.setattr(hub, "time", SimpleNamespace(monotonic=lambda: now[0]))
    server.hub.move(server.hub.position)
    now[0] = 20.0
    await world.tell(message(world))
    await server.caught_up()
    page = await server.follow("agent", since=10)
    assert page.hints == [hinted("ticket.message_added", world)]
    assert (await server.follow("agent", since=0)).hints == []
    resumed = await server.follow("agent", page.last, since=10)
    assert resumed.hints == []


@pytest.mark.parametrize("since", ["86400", "-1", "1.5", "9999999", "x", ""])
async def test_time_that_nobody_remembers_asks_to_fetch_everything(server, world, since):
    client = await server.follow("agent", since=since)
    assert client.frames[0]["event"] == "reset"


async def test_too_much_missed_asks_to_fetch_everything(server, world):
    first = await server.follow("agent")
    await first.close()
    await world.tell(*[message(world, version) for version in range(1_001)])
    await server.caught_up()
    again = await server.follow("agent", first.last)
    assert [frame.get("event") for frame in again.frames] == ["reset"]
    after = await server.follow("agent", again.last)
    assert after.hints == []


async def test_a_thousand_missed_are_told(server, world):
    first = await server.follow("agent")
    await first.close()
    await world.tell(*[message(world, version) for version in range(1_000)])
    await server.caught_up()
    again = await server.follow("agent", first.last)
    await again.until(lambda client: len(client.hints) == 1_000)


@pytest.mark.parametrize(
    ("token", "fact"),
    [
        ("agent", UserLevelChanged(user_id=AGENT, before=Level.agent, after=Level.user)),
        ("agent", UserDisabled(user_id=AGENT)),
        ("agent", UserDepartmentsChanged(user_id=AGENT, before=[SUPPORT], after=[])),
        ("agent", TeamMemberRemoved(team_id=1, user_id=AGENT)),
        ("agent", AgentGroupMemberRemoved(agent_group_id=1, user_id=AGENT)),
        ("agent", UserPermissionsChanged(user_id=AGENT, before=["tickets.view.others"], after=[])),
        ("agent", SessionEnded(session_id=2, user_id=AGENT, reason=EndReason.signed_out)),
        ("customer", UserDisabled(user_id=CUSTOMER)),
        ("link", UserDisabled(user_id=CUSTOMER)),
        ("link", "revoked"),
    ],
)
async def test_t25_stream_ends_when_rights_change_and_hears_nothing_more(server, world, token, fact):
    client, bystander = await server.follow(token), await server.follow("other agent")
    if fact == "revoked":
        fact = TicketLinkRevoked(ticket_id=world.ticket, version=2, link_id=8)
    await world.tell(fact, message(world))
    async with asyncio.timeout(5):
        await client.ended.wait()
    assert client.hints == []
    assert not bystander.ended.is_set()


@pytest.mark.parametrize(
    "fact",
    [
        UserDisabled(user_id=OTHER_AGENT),
        SessionEnded(session_id=3, user_id=AGENT, reason=EndReason.signed_out),
        TicketLinkRevoked(ticket_id=1, version=2, link_id=9),
    ],
)
async def test_what_ends_for_others_does_not_end_this(server, world, fact):
    clients = [await server.follow(token) for token in ("agent", "link", "customer")]
    await world.tell(fact)
    await server.caught_up()
    await settle()
    assert not any(client.ended.is_set() for client in clients)


async def test_stream_ends_with_its_token(server, world):
    server.holders["short"] = replace(server.holders["agent"], expires_at=datetime.now(UTC).timestamp() + 0.4)
    client = await server.follow("short")
    async with asyncio.timeout(2):
        await client.ended.wait()


async def test_rights_that_change_while_the_stream_begins_refuse_it(server, world):
    """The event was handed out before the hub knew of the stream: only a second look can tell."""
    seen = []

    async def lowered_meanwhile(_, token):
        seen.append(token)
        holder = server.holders["agent"]
        return holder if len(seen) == 1 else replace(holder, level=Level.user, departments=())

    server.app.state.authenticator = lowered_meanwhile
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.get(server.address, headers={"authorization": "Bearer agent"})
    assert response.status_code == 401
    assert server.hub.silent


async def test_heartbeat_says_where_the_stream_is(server, world):
    beating = asyncio.create_task(following.keep_alive(server.hub, 0.05))
    customer = await server.follow("customer")
    await world.tell(note(world))  # not for the customer, but the place moves on
    await customer.until(lambda client: client.last != client.frames[0]["id"])
    beating.cancel()
    assert customer.hints == []
    assert customer.last == str(server.hub.position)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods_are_refused(server, method):
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.request(method, server.address, headers={"authorization": "Bearer agent"})
    assert response.status_code == 405
    assert response.headers["allow"] == "GET"


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer nobody"}, {"authorization": "Basic x"}])
async def test_stranger_is_refused(server, headers):
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.get(server.address, headers=headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert server.hub.silent


async def test_one_person_has_a_bounded_number_of_streams(server, monkeypatch):
    monkeypatch.setattr(endpoints, "MOST_OF_ONE_PERSON", 2)
    for _ in range(2):
        await server.follow("agent")
    await server.follow("admin")
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.get(server.address, headers={"authorization": "Bearer agent"})
    assert response.status_code == 429
    assert response.headers["retry-after"]


async def test_client_that_goes_is_forgotten(server):
    client = await server.follow("agent")
    await client.close()
    for _ in range(200):
        if server.hub.silent:
            break
        await asyncio.sleep(0.01)
    assert server.hub.silent


def test_events_that_end_streams_exist():
    assert {*_ENDED, *RIGHTS_OF_MANY_CHANGED} <= TYPES.keys()
