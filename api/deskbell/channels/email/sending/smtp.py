"""One mail, one SMTP transaction, one outcome for each recipient; `send` never raises.

A mail is `failed` only where the server refused this mail or this recipient for good. What speaks of the
connection, the settings or the moment defers it. Only between our final dot and the server's answer is it
`uncertain`; the dot is sent by itself, after everything before it has left, so that this moment is short.
"""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponse, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.protocol import SMTPProtocol

from deskbell.channels.email.connecting import ServerRefused, ServerUnreachable, open_connection
from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.sending.outcome import (
    Delivery,
    Outcome,
    Stage,
    State,
    queue_id_of,
    readable,
    share,
)
from deskbell.channels.email.sending.server import Security, SmtpServer
from deskbell.core.addresses import AddressGuard

START_INPUT: Final = 354
UNAVAILABLE: Final = 421
FIRST_PERMANENT: Final = 500
LOGIN_REFUSALS: Final = frozenset({530, 534, 535, 538})
DRAIN_PAUSE: Final = 0.005
WRONG: Final = (SMTPException, OSError, UnicodeError, ValueError, TimeoutError)

BeforeDot = Callable[[], Awaitable[bool]]

_STUFFED: Final = re.compile(rb"(?m)^\.")
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


async def send(
    message: bytes,
    sender: str,
    recipients: Sequence[str],
    server: SmtpServer,
    *,
    guard: AddressGuard,
    tls: ssl.SSLContext | None = None,
    before_dot: BeforeDot | None = None,
) -> Outcome:
    """Send a mail to all recipients in one transaction and tell what became of it.

    `sender` is the return path, empty for the null one. `tls` replaces the usual trust in authorities.
    `before_dot` is asked when all but the final dot has left: unless it says yes the mail isn't sent.
    """
    attempt = _Attempt(message, sender, tuple(dict.fromkeys(recipients)), server, before_dot)
    client: aiosmtplib.SMTP | None = None
    try:
        if not attempt.recipients:
            return Outcome(())
        client = await _opened(attempt, guard, tls)
        return await attempt.run(client)
    except (ServerRefused, ServerUnreachable, *WRONG) as error:
        return attempt.broken(error)
    finally:
        if client is not None:
            _leave(client)


@dataclass(frozen=True, slots=True)
class LoginTry:
    """What became of connecting and logging in; `error` is what stood in the way."""

    outcome: Outcome
    error: Exception | None = None


async def try_login(
    server: SmtpServer, *, guard: AddressGuard, tls: ssl.SSLContext | None = None
) -> LoginTry:
    """Connect and log in without sending anything: for the wizard; accepted when both went well."""
    attempt = _Attempt(b"", "", ("",), server)
    try:
        client = await _opened(attempt, guard, tls)
        await _greet(client)
    except (ServerRefused, ServerUnreachable, *WRONG) as error:
        return LoginTry(attempt.broken(error), error)
    _leave(client)
    done = share(attempt.recipients, State.accepted, Stage.done, "The server lets us in.")
    return LoginTry(done)


async def _opened(attempt: "_Attempt", guard: AddressGuard, tls: ssl.SSLContext | None) -> aiosmtplib.SMTP:
    """Connect, secure the connection, log in."""
    server = attempt.server
    if server.login and server.security is Security.none and not server.private:
        attempt.stage = Stage.tls
        raise ServerRefused("a password is sent over a secured connection only")
    connection = await open_connection(
        server.host, server.port, guard, private=server.private, patience=server.patience
    )
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=connection,
        local_hostname=server.own_name,
        timeout=server.patience,
        use_tls=server.security is Security.tls,
        start_tls=False,
        tls_context=tls,
    )
    try:
        await client.connect()
        if server.security is Security.starttls:
            attempt.stage = Stage.tls
            await client.starttls()
        if server.login:
            attempt.stage = Stage.login
            await _log_in(client, server)
    except BaseException:
        client.close()
        connection.close()
        raise
    return client


async def _greet(client: aiosmtplib.SMTP) -> None:
    """Say who we are, in the old words to a server that doesn't know the new ones."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError as error:
        if error.code < FIRST_PERMANENT:
            raise
        await client.helo()


async def _log_in(client: aiosmtplib.SMTP, server: SmtpServer) -> None:
    login = server.login
    if login and login.access_token is not None:
        await client.auth_xoauth2(login.username, login.access_token)
    elif login:
        await client.login(login.username, login.password or "")


def _leave(client: aiosmtplib.SMTP) -> None:
    """Say good-bye without waiting for the answer, and close."""
    if client.protocol is not None and client.is_connected:
        client.protocol.write(b"QUIT\r\n")
    client.close()


@dataclass(slots=True)
class _Attempt:
    """One transaction; `stage` is where it stands, `settled` whose share is decided already."""

    message: bytes
    sender: str
    recipients: tuple[str, ...]
    server: SmtpServer
    before_dot: BeforeDot | None = None
    stage: Stage = Stage.connecting
    dot_sent: bool = False
    settled: dict[str, Delivery] = field(default_factory=dict)

    async def run(self, client: aiosmtplib.SMTP) -> Outcome:
        """Sender, recipients, content, and the answer to it."""
        self.stage = Stage.sender
        await _greet(client)
        sender = plain_address(self.sender) if self.sender else ""
        if sender is None:
            return self._rest(State.failed, "The sender is no address that can be sent from.")
        await client.mail(sender, options=[*self._options(client)], encoding="utf-8")
        self.stage = Stage.recipient
        for recipient in self.recipients:
            await self._name(client, recipient)
        if len(self.settled) == len(self.recipients):
            return self._outcome()
        self.stage = Stage.content
        answer = await client.execute_command(b"DATA")
        if answer.code != START_INPUT:
            return self._answered(answer)
        protocol = client.protocol
        if protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        answer = await self._hand_over(protocol)
        return self._answered(answer)

    def broken(self, error: Exception) -> Outcome:
        """The outcome when the attempt ended by an error."""
        if self.dot_sent:
            return self._rest(State.uncertain, "The connection ended before the server answered.")
        if isinstance(error, SMTPResponseException):
            return self._answered(SMTPResponse(error.code, error.message))
        return self._rest(State.deferred, readable(str(error)) or "The connection ended.")

    def _options(self, client: aiosmtplib.SMTP) -> list[str]:
        options = [f"SIZE={len(self.message)}"] if client.supports_extension("size") else []
        if not all(address.isascii() for address in self._local_parts()):
            options += ["SMTPUTF8"] if client.supports_extension("smtputf8") else []
        if not self.message.isascii() and client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        return options

    def _local_parts(self) -> list[str]:
        return [address.rpartition("@")[0] for address in (self.sender, *self.recipients)]

    async def _name(self, client: aiosmtplib.SMTP, recipient: str) -> None:
        """Name one recipient; its refusal is its own."""
        address = plain_address(recipient)
        if address is None:
            text = "This is no address that can be sent to."
            self.settled[recipient] = Delivery(recipient, State.failed, Stage.recipient, text)
            return
        if not address.isascii() and not client.supports_extension("smtputf8"):
            text = "The server takes no addresses with letters beyond ASCII."
            self.settled[recipient] = Delivery(recipient, State.failed, Stage.recipient, text)
            return
        try:
            await client.rcpt(address, encoding="utf-8")
        except aiosmtplib.SMTPRecipientRefused as error:
            if error.code == UNAVAILABLE:
                raise
            self.settled[recipient] = self._delivery(recipient, SMTPResponse(error.code, error.message))

    async def _hand_over(self, protocol: SMTPProtocol) -> SMTPResponse:
        """Send the content, see it leave, send the dot, wait for the answer."""
        async with asyncio.timeout(self.server.final_patience):
            protocol.write(_stuffed(self.message))
            await _drained(protocol)
        if self.before_dot is not None and not await self.before_dot():
            raise ConnectionAbortedError("We stopped before the mail was complete.")
        self.dot_sent = protocol.is_connected
        protocol.write(b".\r\n")
        return await protocol.read_response(timeout=self.server.final_patience)

    def _answered(self, answer: SMTPResponse) -> Outcome:
        for recipient in self.recipients:
            self.settled.setdefault(recipient, self._delivery(recipient, answer))
        return self._outcome()

    def _delivery(self, recipient: str, answer: SMTPResponse) -> Delivery:
        text = readable(answer.message)
        state = _state(answer.code, self.stage, dot_sent=self.dot_sent)
        if state is State.accepted:
            return Delivery(recipient, state, Stage.done, text, answer.code, queue_id_of(text))
        stage = Stage.login if answer.code in LOGIN_REFUSALS else self.stage
        return Delivery(recipient, state, stage, text, answer.code)

    def _rest(self, state: State, text: str) -> Outcome:
        for recipient in self.recipients:
            self.settled.setdefault(recipient, Delivery(recipient, state, self.stage, text))
        return self._outcome()

    def _outcome(self) -> Outcome:
        return Outcome(tuple(self.settled[recipient] for recipient in self.recipients))


def _state(code: int, stage: Stage, *, dot_sent: bool) -> State:
    """What an answer means: a code of failure is one only where it speaks of this mail."""
    if dot_sent and 200 <= code < 300:  # noqa: PLR2004 - the codes of success
        return State.accepted
    if dot_sent and code < 400:  # noqa: PLR2004 - neither a success nor a refusal
        return State.uncertain
    of_the_mail = stage in {Stage.sender, Stage.recipient, Stage.content}
    if code >= FIRST_PERMANENT and of_the_mail and code not in LOGIN_REFUSALS:
        return State.failed
    return State.deferred


async def _drained(protocol: SMTPProtocol) -> None:
    """Wait until everything written has left; SMTPServerDisconnected when the server went away before."""
    while True:
        await asyncio.sleep(0)
        transport = cast("asyncio.WriteTransport | None", protocol.transport)
        if transport is None or transport.is_closing():
            raise SMTPServerDisconnected("Connection lost")
        if not transport.get_write_buffer_size():
            return
        await asyncio.sleep(DRAIN_PAUSE)


def _stuffed(message: bytes) -> bytes:
    """The content as it goes over the wire: line ends of its kind, dots at the start of a line doubled."""
    content = _LINE_END.sub(b"\r\n", message)
    content = content if content.endswith(b"\r\n") else content + b"\r\n"
    return _STUFFED.sub(b"..", content)
