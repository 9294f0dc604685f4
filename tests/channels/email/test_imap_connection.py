"""Connections to IMAP servers: secured, trusted, patient up to a limit, and cut when nobody wants them."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from tests.channels.email.imap_server import PASSWORD, USER, imap_server
from tests.channels.email.inbound.mails import mail
from tests.channels.email.sink import contexts

from deskbell.channels.email.imap import folder
from deskbell.channels.email.imap.connection import opened
from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.imap.server import ImapServer
from deskbell.channels.email.sending.server import Login, Security
from deskbell.core.addresses import AddressGuard


def settings(port, **changes):
    return ImapServer("127.0.0.1", port, **{"private": True, "patience": 20} | changes)


def signing_in(there, tls=None):
    return opened(there, Login(USER, PASSWORD), guard=AddressGuard(), tls=tls)


async def test_a_secured_connection_needs_a_trusted_name(tmp_path):
    of_server, of_client = contexts(tmp_path)
    async with imap_server(tls=of_server) as server:
        server.deliver(mail("Hello.", Message_ID="<one@example.org>"))
        async with signing_in(settings(server.port), of_client) as imap:
            place = await imap.run(folder.enter, "INBOX", readonly=True)
            assert (place.uidvalidity, place.next_uid) == (1, 2)
            assert await imap.run(folder.uids_of_message_id, "<one@example.org>") == [1]
            assert await imap.run(folder.uids_of_message_id, "<another@example.org>") == []
            assert await imap.run(folder.begin_idle) is False
            woken = asyncio.Event()
            waiting = asyncio.create_task(imap.readable_within(60, woken))
            await asyncio.sleep(0)
            server.deliver(mail("News."))
            await waiting
            assert woken.is_set()
            await imap.run(folder.end_idle)
            assert await imap.run(folder.uids_after, 1) == [2]
        with pytest.raises(ImapFailed, match=r"can't be trusted .*certificate.*Check name, port") as refused:
            async with signing_in(settings(server.port)):
                pass
        assert refused.value.cause is Cause.tls


async def test_a_connection_is_secured_before_anybody_signs_in(tmp_path):
    of_server, of_client = contexts(tmp_path)
    async with imap_server(starttls=of_server) as server:
        server.deliver(mail("Hello."))
        async with signing_in(settings(server.port, security=Security.starttls), of_client) as imap:
            assert (await imap.run(folder.enter, "INBOX", readonly=True)).next_uid == 2
        assert (server.sign_ins, server.secured) == (1, 1)
        assert server.commands.index("STARTTLS") < server.commands.index("AUTHENTICATE")
        with pytest.raises(ImapFailed) as refused:
            async with signing_in(settings(server.port, security=Security.starttls)):
                pass
        assert (refused.value.cause, server.sign_ins) == (Cause.tls, 1)


async def test_no_password_leaves_over_a_bare_connection():
    with pytest.raises(ImapFailed, match="over a secured connection only"):
        async with signing_in(settings(1, private=False, security=Security.none)):
            pass


@asynccontextmanager
async def silent(greeting):
    """A server that says this much and nothing more."""
    there = asyncio.Event()

    async def serve(reader, writer):
        writer.write(greeting)
        there.set()
        await reader.read()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], there
    finally:
        listening.close()


@pytest.mark.parametrize("greeting", [b"", b"* OK ready\r\n", b"* BYE full\r\n", b"HTTP/1.1 200\r\n\r\n"])
async def test_a_server_that_says_nothing_or_nonsense(greeting):
    async with silent(greeting) as (port, _):
        there = settings(port, security=Security.none, patience=0.1)
        with pytest.raises(ImapFailed, match=r"broke off: .*we try again by ourselves") as broken:
            async with signing_in(there):
                pass
        assert broken.value.cause is Cause.answer


async def test_who_is_not_wanted_any_more_ends_at_once_however_patient():
    async with silent(b"* OK ready\r\n") as (port, there):

        async def wait():
            async with signing_in(settings(port, security=Security.none, patience=3600)):
                pass

        waiting = asyncio.create_task(wait())
        await there.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
