"""Connections that are kept: one after a mail that went smoothly, never at the price of a certain outcome."""

import asyncio

import pytest
from tests.channels.email.sink import DROP, sink

from deskbell.channels.email.sending import connections as kept
from deskbell.channels.email.sending.connections import Connections
from deskbell.channels.email.sending.outcome import State
from deskbell.channels.email.sending.server import Login
from deskbell.core.addresses import AddressGuard

MAIL = b"From: a@desk.test\r\nTo: b@c.d\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.fixture
async def connections():
    async with Connections(AddressGuard()) as made:
        yield made


async def sent(connections, server, *recipients, mail=MAIL):
    outcome = await connections.send(mail, "support@desk.test", recipients or ("b@c.d",), server.settings())
    return outcome.state


async def test_mails_one_after_the_other_share_a_connection(connections):
    async with sink() as server:
        for number in range(5):
            assert await sent(connections, server, mail=MAIL + b"%d\r\n" % number) is State.accepted
        assert server.connections == 1
        assert [each.content for each in server.received] == [
            MAIL + b"%d\r\n" % number for number in range(5)
        ]
        assert all(each.recipients == ["b@c.d"] for each in server.received)


async def test_mails_at_the_same_time_do_not(connections):
    async with sink() as server:
        states = await asyncio.gather(*(sent(connections, server) for _ in range(4)))
        assert set(states) == {State.accepted}
        assert server.connections == 4
        assert await sent(connections, server) is State.accepted
        assert server.connections == 4


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ({"mail": "451 4.3.0 later"}, State.deferred),
        ({"rcpt": "550 5.1.1 unknown"}, State.failed),
        ({"dot": "554 5.7.1 spam"}, State.failed),
        ({"dot": DROP}, State.uncertain),
    ],
)
async def test_after_anything_else_the_next_mail_begins_anew(connections, fault, state):
    async with sink() as server:
        server.fault(**fault)
        assert await sent(connections, server) is state
        assert await sent(connections, server) is State.accepted
        assert server.connections == 2


async def test_one_that_was_closed_meanwhile_costs_no_attempt(connections):
    """It is asked for a fresh start before a mail is begun on it."""
    async with sink() as server:
        assert await sent(connections, server) is State.accepted
        for each in list(server.open):
            each.transport.abort()
        assert await sent(connections, server) is State.accepted
        assert server.connections == 2
        assert len(server.received) == 2


async def test_each_login_has_connections_of_its_own(connections):
    async with sink() as server:
        server.passwords = {"us": "secret", "them": "other"}
        for name, password in server.passwords.items():
            settings = server.settings(login=Login(name, password))
            assert (await connections.send(MAIL, "", ["b@c.d"], settings)).state is State.accepted
        assert [each.login for each in server.received] == ["us", "them"]


async def test_none_is_kept_for_long_or_for_many(connections, monkeypatch):
    async with sink() as server:
        monkeypatch.setattr(kept, "MOST_MAILS", 2)
        for _ in range(4):
            await sent(connections, server)
        assert server.connections == 2
        await sent(connections, server)
        monkeypatch.setattr(kept, "IDLE_SECONDS", 0.0)
        connections.close_idle()
        for _ in range(100):
            if not server.open:
                break
            await asyncio.sleep(0.01)
        assert not server.open
