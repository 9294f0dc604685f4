"""The hub under strain: slow clients, many writers, clients that come and go."""

import asyncio
import socket
from types import SimpleNamespace

import pytest
from tests.live.test_audience import logged

from deskbell.core.auth import Actor, Level
from deskbell.events.reading import Position
from deskbell.live import hub as hubs
from deskbell.live.audience import ADMINS
from deskbell.live.hub import Hub, Stream
from deskbell.tickets.events import TicketMessageAdded

ADMIN = Actor(kind="user", level=Level.admin, user_id=1, session_id=1)


def messages(count, first=1):
    """Hints for admins."""
    return [
        (logged("ticket.message_added", 1, "ticket", number), frozenset({ADMINS}))
        for number in range(first, first + count)
    ]


@pytest.mark.commits
async def test_client_that_does_not_read_is_dropped_and_nobody_waits_for_it(server, world):
    reader = await server.follow("admin")
    host, port = server.address.removeprefix("http://").split("/")[0].split(":")
    sleeper = socket.socket()
    sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sleeper.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sleeper, (host, int(port)))
    await loop.sock_sendall(
        sleeper, b"GET /v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer agent\r\n\r\n"
    )
    for _ in range(200):
        if server.hub.count(server.holders["agent"]):
            break
        await asyncio.sleep(0.01)
    agents = frozenset({ADMINS, ("unassigned", server.holders["agent"].departments[0])})
    sent = 0
    while server.hub.count(server.holders["agent"]) and sent < 200_000:
        server.hub.deliver([(event, agents) for event, _ in messages(500, sent)], Position(1, sent))
        sent += 500
        await asyncio.sleep(0)
        await reader.until(lambda client, sent=sent: len(client.hints) == sent)
    sleeper.close()
    assert server.hub.count(server.holders["agent"]) == 0
    assert not reader.ended.is_set()
    assert len(reader.hints) == sent


@pytest.mark.commits
async def test_clients_that_come_and_go_miss_nothing_while_many_write(server, world):
    """Each client reconnects again and again, with its last place; together its streams hold every hint."""
    seen = [[] for _ in range(3)]
    writing = True

    async def come_and_go(found, pause):
        last = None
        while writing or last is None:
            client = await server.follow("agent", last)
            await asyncio.sleep(pause)
            await client.close()
            last = client.last
            found += [frame["id"] for frame in client.frames if frame.get("event") == "hint"]
            assert not [frame for frame in client.frames if frame.get("event") == "reset"]
        client = await server.follow("agent", last)
        await server.caught_up()
        await asyncio.sleep(0.1)
        found += [frame["id"] for frame in client.frames if frame.get("event") == "hint"]

    async def write():
        for version in range(25):
            await world.tell(
                TicketMessageAdded(ticket_id=world.ticket, version=version, message_id=1, by_staff=True)
            )
            await asyncio.sleep(0.01)

    clients = [asyncio.create_task(come_and_go(seen[number], 0.03 + number / 20)) for number in range(3)]
    await asyncio.sleep(0.2)  # all of them have a place
    await asyncio.gather(*(write() for _ in range(4)))
    writing = False
    await asyncio.gather(*clients)
    for found in seen:
        assert len(found) == len(set(found)) == 100


class Sent:
    """A client's end: what it was sent; `full` makes it wait."""

    def __init__(self):
        self.messages, self.full = [], False

    async def __call__(self, message):
        if self.full:
            await asyncio.sleep(60)
        self.messages.append(message)


async def test_what_comes_while_a_stream_begins_waits_for_it():
    hub, sent = Hub(), Sent()
    stream = Stream(ADMIN, sent)
    hub.join(stream)
    hub.deliver(messages(2), Position(1, 2))
    hub.begin(Position(1, 2))
    hub.beat()
    assert sent.messages == []
    hub.go_live(stream)
    hub.deliver(messages(1), Position(1, 3))
    assert [message["body"].count(b"event: hint") for message in sent.messages] == [2, 1]


async def test_stream_whose_beginning_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(hubs, "LARGEST_BACKLOG", 3)
    hub, sent = Hub(), Sent()
    stream = Stream(ADMIN, sent)
    hub.join(stream)
    hub.deliver(messages(3), Position(1, 3))
    assert not stream.ended
    hub.deliver(messages(1), Position(1, 4))
    assert stream.ended
    assert hub.silent


async def test_ended_stream_is_sent_its_end_once_and_no_more():
    hub, sent = Hub(), Sent()
    stream = Stream(ADMIN, sent)
    hub.join(stream)
    hub.go_live(stream)
    hub.end(stream)
    hub.end(stream)
    hub.deliver(messages(1), Position(1, 1))
    hub.beat()
    assert sent.messages == [{"type": "http.response.body", "body": b"", "more_body": False}]


def test_place_of_a_moment_ago_is_remembered_for_a_minute(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(hubs, "time", SimpleNamespace(monotonic=lambda: now[0]))
    hub = Hub()
    assert hub.position_before(0) is None
    for moment in (100.0, 130.0, 150.0, 195.0):
        now[0] = moment
        hub.begin(Position(int(moment), 1))
    assert [hub.position_before(ago) for ago in (0, 1, 46, 60)] == [
        Position(xid, 1) for xid in (195, 150, 130, 130)
    ]
    assert hub.position_before(66) is None


async def test_hub_that_never_reached_the_log_says_so(monkeypatch):
    monkeypatch.setattr(hubs, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(TimeoutError):
        await Hub().reached()


async def test_closing_ends_every_stream():
    hub, ends = Hub(), [Sent() for _ in range(5)]
    for sent in ends:
        stream = Stream(ADMIN, sent)
        hub.join(stream)
        hub.go_live(stream)
    hub.close()
    assert hub.silent
    assert all(sent.messages[-1]["more_body"] is False for sent in ends)
