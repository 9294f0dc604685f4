"""Trying mail servers: what stands in the way is said in plain sentences, and no password goes astray."""

import asyncio
import ssl
from contextlib import asynccontextmanager

import pytest
from tests.channels.email.sink import DROP, contexts, sink
from tests.factories.mailboxes import make_mailbox
from tests.factories.users import make_admin

from deskbell.channels.email.imap.server import ImapServer
from deskbell.channels.email.sending.server import Login, Security, SmtpServer
from deskbell.channels.email.wizard.servers.imap import try_imap
from deskbell.channels.email.wizard.servers.smtp import try_smtp
from deskbell.core.addresses import AddressGuard

GUARD = AddressGuard()
US = Login("us", "secret")
PATIENCE = 0.4


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return contexts(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


@asynccontextmanager
async def saying(greeting):
    """A server that greets like this and is silent from then on."""

    async def serve(reader, writer):
        writer.write(greeting)
        await writer.drain()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def tried(server, tls=None):
    found = await try_smtp(server, GUARD, tls, PATIENCE)
    assert found.says.endswith(".")
    assert "secret" not in found.says + found.answer
    return found.obstacle


def at(port, security=Security.none, **more):
    return SmtpServer("127.0.0.1", port, security, **{"login": US, "private": True, **more})


async def test_a_server_that_lets_us_in(tls):
    async with sink(tls=tls[0]) as server:
        server.passwords["us"] = "secret"
        assert await tried(at(server.port)) is None
        assert await tried(at(server.port, Security.starttls), tls[1]) is None
        assert await tried(at(server.port, login=None)) is None
        assert server.received == []
    async with sink(tls=tls[0], implicit=True) as server:
        server.passwords["us"] = "secret"
        assert await tried(at(server.port, Security.tls), tls[1]) is None


async def test_a_wrong_password_and_a_token_that_is_not_taken():
    async with sink() as server:
        server.passwords["us"] = "another"
        assert await tried(at(server.port)) == "login"
        assert await tried(at(server.port, login=Login("us", access_token="secret"))) == "sign_in"


async def test_a_wrong_security(tls):
    async with sink() as server:
        assert await tried(at(server.port, Security.starttls), tls[1]) == "no_tls"
        assert await tried(at(server.port, Security.tls), tls[1]) == "wrong_port"
    async with sink(tls=tls[0], implicit=True) as server:
        assert await tried(at(server.port, Security.starttls), tls[1]) == "wrong_port"


async def test_a_certificate_that_is_not_to_be_trusted(tls):
    async with sink(tls=tls[0]) as server:
        assert await tried(at(server.port, Security.starttls)) == "certificate"
    async with sink(tls=tls[0], implicit=True) as server:
        assert await tried(at(server.port, Security.tls)) == "certificate"


@pytest.mark.parametrize("greeting", [b"* OK IMAP ready\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
async def test_a_port_of_something_else(greeting):
    async with saying(greeting) as port:
        assert await tried(at(port)) == "wrong_port"


async def test_a_server_that_is_not_there():
    async with saying(b"") as port:
        pass
    assert await tried(at(port)) == "unreachable"
    assert await tried(SmtpServer("nothing.example", 587, login=US)) == "unknown_host"


async def test_a_server_that_refuses_us():
    async with sink() as server:
        server.fault(greeting="554 5.7.1 you are on a list")
        assert await tried(at(server.port)) == "refused"
        server.fault(ehlo=DROP)
        assert await tried(at(server.port)) == "broken"


async def test_t40_a_private_server_has_to_be_allowed(admin):
    async with sink() as server:
        body = {"smtp": {"host": "127.0.0.1", "port": server.port, "security": "starttls"}}
        found = (await admin.post("/v1/mail-server-checks", json=body)).json()["smtp"]
        assert (found["ok"], found["obstacle"]) == (False, "private_network")
        incoming = {"host": "127.0.0.1", "port": server.port, "security": "tls", "password": "x"}
        found = (await admin.post("/v1/mail-server-checks", json={"incoming": incoming})).json()["incoming"]
        assert found["obstacle"] == "private_network"
        assert server.connections == 0


async def test_a_password_is_not_sent_in_the_open():
    assert await tried(SmtpServer("127.0.0.1", 25, Security.none, US)) == "no_tls"


async def test_what_is_stored_is_checked_and_goes_to_its_own_server_only(admin, session, settings):
    """T16: another host or name never gets to see the stored password."""
    async with sink() as server, sink() as other:
        server.passwords["us"] = other.passwords["us"] = "secret"
        smtp = {
            "host": "127.0.0.1",
            "port": server.port,
            "security": "none",
            "private": True,
            "username": "us",
        }
        mailbox = await make_mailbox(session, settings, smtp={**smtp, "password": "secret"})
        ask = {"mailbox_id": mailbox.id}
        stored = (await admin.post("/v1/mail-server-checks", json=ask)).json()
        assert (stored["smtp"]["ok"], stored["incoming"]) == (True, None)
        again = (await admin.post("/v1/mail-server-checks", json={**ask, "smtp": smtp})).json()
        assert again["smtp"]["ok"] is True
        moved = {**smtp, "host": "127.0.0.2", "port": other.port}
        for changed in (moved, {**smtp, "username": "them"}):
            found = (await admin.post("/v1/mail-server-checks", json={**ask, "smtp": changed})).json()
            assert found["smtp"]["ok"] is False
        nobody = (await admin.post("/v1/mail-server-checks", json={"smtp": smtp})).json()
        assert nobody["smtp"]["obstacle"] == "login"
        assert (await admin.post("/v1/mail-server-checks", json={"mailbox_id": 2**40})).status_code == 404


async def test_a_mailbox_that_nobody_signed_in_for(admin, session, settings):
    smtp = {"host": "smtp.gmail.com", "username": "us"}
    mailbox = await make_mailbox(session, settings, smtp=smtp, sign_in_with="google")
    found = (await admin.post("/v1/mail-server-checks", json={"mailbox_id": mailbox.id})).json()["smtp"]
    assert (found["obstacle"], found["says"]) == ("sign_in", "Nobody has signed in for this mailbox yet.")


@pytest.mark.parametrize(
    ("greeting", "security", "obstacle"),
    [
        (b"220 mail ESMTP\r\n", Security.none, "wrong_port"),
        (b"* OK ready\r\n", Security.tls, "wrong_port"),
        (b"", Security.starttls, "wrong_port"),
    ],
)
async def test_imap_on_a_wrong_port(greeting, security, obstacle):
    async with saying(greeting) as port:
        server = ImapServer("127.0.0.1", port, security, private=True)
        found = await try_imap(server, US, GUARD, ssl.create_default_context(), PATIENCE)
    assert (found.obstacle, "secret" in found.says) == (obstacle, False)


async def test_imap_that_is_not_there():
    async with saying(b"") as port:
        pass
    server = ImapServer("127.0.0.1", port, private=True)
    assert (await try_imap(server, US, GUARD, None, PATIENCE)).obstacle == "unreachable"
    server = ImapServer("imap.nothing.example")
    assert (await try_imap(server, US, GUARD, None, PATIENCE)).obstacle == "unknown_host"
