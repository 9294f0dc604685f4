"""One SMTP transaction on a connection that is ready, and one outcome for each recipient.

A mail is `failed` only where the server refused this mail or this recipient for good. What speaks of the
connection, the settings or the moment defers it. Only between our final dot and the server's answer is it
`uncertain`; the dot is sent by itself, after everything before it has left, so that this moment is short.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, cast

import aiosmtplib
from aiosmtplib import SMTPResponse, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.protocol import SMTPProtocol

from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.sending.outcome import (
    Delivery,
    Outcome,
    Stage,
    State,
    queue_id_of,
    readable,
)
from deskbell.channels.email.sending.server import SmtpServer

START_INPUT: Final = 354
UNAVAILABLE: Final = 421
FIRST_PERMANENT: Final = 500
LOGIN_REFUSALS: Final = frozenset({530, 534, 535, 538})
DRAIN_PAUSE: Final = 0.005

BeforeDot = Callable[[], Awaitable[bool]]

_STUFFED: Final = re.compile(rb"(?m)^\.")
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


@dataclass(slots=True)
class Attempt:
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
        await greet(client)
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


async def greet(client: aiosmtplib.SMTP) -> None:
    """Say who we are, in the old words to a server that doesn't know the new ones."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError as error:
        if error.code < FIRST_PERMANENT:
            raise
        await client.helo()
