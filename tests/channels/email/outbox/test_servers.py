"""Servers that go away and come back: what waited for one goes out as soon as it answers."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.channels.email.outbox.test_sending_out import PACE, World
from tests.channels.email.sink import sink
from tests.factories.desk import make_desk
from tests.factories.tickets import make_message

from deskbell.channels.email.outbox.servers import MOST_WOKEN, Servers
from deskbell.core.jobs import drain as drain_jobs
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.subscribers import SUBSCRIBERS

LONG = replace(PACE, first_pause=600.0, longest_pause=3600.0)
FIRST_IS_DUE = "update outgoing_mails set next_at = now() where id = (select min(id) from outgoing_mails)"
PLACE, OTHER = ("mail.example.org", 587), ("other.example.org", 25)


@pytest.fixture
async def world(live_database, settings):
    """A helpdesk with three answers that wait to be sent."""
    async with live_database.session() as session:
        desk = await make_desk(session)
        for number in range(3):
            await make_message(session, desk.ticket, desk.agent, f"Answer {number}.")
    await start_dispatcher(live_database)
    async with live_database.session() as session:
        while await dispatch_once(session, SUBSCRIBERS, settled=False):
            pass
        await drain_jobs(session)
    return World(live_database, settings, desk)


async def states(world):
    async with world.database.session() as session:
        rows = await session.execute(text("select state, waits_for_server from outgoing_mails order by id"))
        return [tuple(row) for row in rows]


async def all_attempts(sender):
    """Step until nothing is due."""
    while await sender.step():
        await asyncio.gather(*sender.at_work.values())


@pytest.mark.commits
async def test_what_waited_for_a_server_goes_out_when_it_is_back(world):
    async with sink() as server:
        server.always = {"greeting": "421 4.3.2 away"}
        sender = world.sender(server, pace=replace(LONG, at_once=1))
        await all_attempts(sender)
        assert await states(world) == [("deferred", True)] * 3
        assert server.connections == 3
        server.always = {}
        await world.execute(FIRST_IS_DUE)
        await all_attempts(sender)
        assert await states(world) == [("accepted", False)] * 3
        assert len(server.received) == 3
        assert server.connections == 4  # one for all, once the first had gone well
        await sender.finish()


@pytest.mark.commits
async def test_what_the_server_put_off_waits_for_its_time(world):
    """Another mail's success says nothing about one that was greylisted."""
    async with sink() as server:
        server.fault(mail="451 4.3.0 later")
        sender = world.sender(server, pace=replace(LONG, at_once=1))
        await all_attempts(sender)
        assert sorted(await states(world)) == [("accepted", False), ("accepted", False), ("deferred", False)]
        await sender.finish()


@pytest.mark.commits
async def test_what_was_not_begun_is_given_back_at_once(world):
    """A stop keeps no mail back until a lease ends, and counts no attempt that never was."""
    async with sink() as server:
        sender = world.sender(server, pace=replace(PACE, at_once=1))
        await sender.step()
        await sender.finish()
        rows = await states(world)
        assert len(server.received) == 1
        assert sorted(rows) == [("accepted", False), ("queued", False), ("queued", False)]
        again = world.sender(server)
        await all_attempts(again)
        assert len(server.received) == 3
        await again.finish()


def test_a_server_wakes_its_mails_once_it_answers():
    servers = Servers(pause=0.0, probe=1000.0)
    servers.note(PLACE, answers=False)
    servers.note(OTHER, answers=True)
    assert list(servers.due()) == [(OTHER, MOST_WOKEN)]
    servers.woken(OTHER, 3)
    servers.note(PLACE, answers=True)
    servers.note(OTHER, answers=True)
    assert list(servers.due()) == [(PLACE, MOST_WOKEN)]
    servers.woken(PLACE, MOST_WOKEN)
    assert list(servers.due()) == [(PLACE, MOST_WOKEN)]
    servers.woken(PLACE, 1)
    assert list(servers.due()) == []


def test_a_server_that_comes_and_goes_is_not_flooded():
    servers = Servers(pause=1000.0, probe=1000.0)
    for _ in range(3):
        servers.note(PLACE, answers=True)
        woken = list(servers.due())
        servers.note(PLACE, answers=False)
    assert woken == []


def test_a_server_that_is_away_is_tried_with_one_mail():
    servers = Servers(pause=0.0, probe=0.0)
    servers.note(PLACE, answers=False)
    assert list(servers.due()) == [(PLACE, 1)]
    servers.note(PLACE, answers=True)
    assert list(servers.due()) == [(PLACE, MOST_WOKEN)]
