"""A mail server of tests that keeps what it gets and misbehaves as it is told to.

async with sink() as server:
    server.fault(rcpt={"b@c.d": "550 5.1.1 unknown"}, dot=DROP)   # for the next connection
    server.settings(...)  # an SmtpServer that leads here
    server.received       # what was accepted, or lost after the dot
"""

# ruff: noqa: N802 - the names are aiosmtpd's

import asyncio
import base64
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult
from tests.channels.email.certificates import write_certificate

from deskbell.channels.email.sending.server import Security, SmtpServer

DROP = "drop"


@dataclass(frozen=True)
class Slow:
    """Wait before the usual answer, or before the one that is given."""

    seconds: float
    answer: str | None = None


@dataclass
class Received:
    """One mail as it came; `acknowledged` tells whether its sender was told so."""

    sender: str
    recipients: list
    content: bytes
    options: list
    login: str | None
    secured: bool
    acknowledged: bool = False


@dataclass
class Sink:
    """The server: `faults` are used up one a connection, `always` is for every one after them."""

    received: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    always: dict = field(default_factory=dict)
    connections: int = 0
    port: int = 0
    passwords: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)
    commands: list = field(default_factory=list)
    open: set = field(default_factory=set)

    def fault(self, **stages):
        """Misbehave in the next connection: greeting, ehlo, mail, rcpt, data, body, dot."""
        self.faults.append(stages)

    def settings(self, **more):
        """How to reach it."""
        more = {"security": Security.none, "patience": 3, "final_patience": 3, **more}
        return SmtpServer(host="127.0.0.1", port=self.port, private=True, **more)


class Session(SMTP):
    """One connection."""

    line_length_limit = 70_000_000

    def __init__(self, sink, **options):
        self.sink = sink
        self.script = {}
        super().__init__(
            self,
            hostname="sink.test",
            enable_SMTPUTF8=True,
            data_size_limit=60_000_000,
            timeout=20,
            **options,
        )

    def connection_made(self, transport):
        if self._original_transport is None:
            self.sink.connections += 1
            self.script = self.sink.faults.pop(0) if self.sink.faults else self.sink.always
            self.sink.open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error):
        self.sink.open.discard(self)
        super().connection_lost(error)

    async def push(self, status):
        if str(status).startswith("220 sink.test") and (answer := await self.misbehave("greeting")):
            await super().push(answer)
            self.transport.close()
            return
        await super().push(status)

    async def misbehave(self, stage, key=None):
        """The answer that the script has for a stage; a drop ends the connection."""
        fault = self.script.get(stage)
        if isinstance(fault, dict):
            fault = fault.get(key)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
            fault = fault.answer
        if fault == DROP:
            self.transport.abort()
            raise asyncio.CancelledError
        return fault

    async def smtp_EHLO(self, hostname):
        if answer := await self.misbehave("ehlo"):
            await self.push(answer)
            return
        await super().smtp_EHLO(hostname)

    async def handle_MAIL(self, _server, _session, envelope, address, options):
        self.sink.commands.append(("MAIL", address, options))
        if answer := await self.misbehave("mail"):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        self.sink.commands.append(("RCPT", address))
        if answer := await self.misbehave("rcpt", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def smtp_DATA(self, arg):
        if answer := await self.misbehave("data"):
            await self.push(answer)
            return
        if self.script.get("body") == DROP:
            await self.push("354 go on")
            await self._reader.read(1)
            await self.misbehave("body")
        await super().smtp_DATA(arg)

    async def handle_DATA(self, _server, session, envelope):
        mail = Received(
            "" if envelope.mail_from == "<>" else envelope.mail_from,
            list(envelope.rcpt_tos),
            envelope.original_content,
            list(envelope.mail_options),
            session.auth_data,
            session.ssl is not None or self.transport.get_extra_info("sslcontext") is not None,
        )
        refused = self.script.get("dot")
        if refused is None or refused == DROP or isinstance(refused, Slow):
            self.sink.received.append(mail)
        if answer := await self.misbehave("dot"):
            return answer
        mail.acknowledged = True
        return f"250 2.0.0 Ok: queued as Q{len(self.sink.received)}"

    def check(self, _server, _session, _envelope, mechanism, data):
        """Whether a name and password are known."""
        name, password = data.login.decode(), data.password.decode()
        self.sink.commands.append((mechanism, name))
        fine = self.sink.passwords.get(name) == password
        return AuthResult(success=fine, handled=fine, auth_data=name)

    async def auth_XOAUTH2(self, _server, args):
        """Whether a name and access token are known, as Google's and Microsoft's servers ask for them."""
        text = base64.b64decode(args[1]).decode()
        user, bearer = (part.partition("=")[2] for part in text.split("\x01")[:2])
        self.sink.commands.append(("XOAUTH2", user))
        if bearer == f"Bearer {self.sink.tokens.get(user)}":
            return AuthResult(success=True, auth_data=user)
        await self.push("334 " + base64.b64encode(b'{"status":"401"}').decode())
        await self._reader.readuntil()
        return AuthResult(success=False, handled=False)


@asynccontextmanager
async def sink(*, tls=None, implicit=False):
    """A running sink; `tls` is its context, used at once when `implicit`, else offered as STARTTLS."""
    server = Sink()
    options = {"auth_require_tls": False, "tls_context": None if implicit else tls}

    def session():
        made = Session(server, **options)
        made._authenticator = made.check
        return made

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(session, "127.0.0.1", 0, ssl=tls if implicit else None)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for each in list(server.open):
            if each.transport is not None:
                each.transport.abort()
        await asyncio.sleep(0.01)
        await listening.wait_closed()


def contexts(folder):
    """A certificate for `localhost` and 127.0.0.1, as a server's context and a client's."""
    certificate, key = write_certificate(folder)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=certificate)
