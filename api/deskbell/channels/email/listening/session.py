"""One connection to the listener: aiosmtpd's commands, our own reading of the content.

A mail ends with CRLF, dot, CRLF and with nothing else: every other line end is content, so no second mail
hides inside of one (SMTP smuggling). In LMTP each recipient gets an answer of its own.
"""

import asyncio
import logging
import ssl
from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final, Protocol

import structlog
from aiosmtpd.smtp import SMTP, syntax
from aiosmtpd.smtp import Envelope as Gathered
from aiosmtpd.smtp import Session as Facts

from deskbell.channels.email.listening.envelope import (
    Asked,
    Deliver,
    Envelope,
    FindMailbox,
    Limits,
    Refusal,
    Speech,
    not_now,
)

log = structlog.get_logger(__name__)
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd notes every command, addresses included

PIECE: Final = 65_536
NULL_PATH: Final = "<>"
LMTP_ONLY: Final = frozenset({"LHLO"})
SMTP_ONLY: Final = frozenset({"HELO", "EHLO"})
ACCEPTED: Final = "250 2.0.0 Stored"


class Door(Protocol):
    """What the sessions of one listener share."""

    deliver: Deliver
    find_mailbox: FindMailbox
    limits: Limits
    hostname: str
    tls: ssl.SSLContext | None

    def storing(self) -> AbstractContextManager[None]:
        """While a mail is being stored and acknowledged."""

    def admit(self, session: "MailSession") -> bool:
        """Whether one more connection from there is taken."""

    def leave(self, session: "MailSession") -> None:
        """A connection is over."""


class MailSession(SMTP):
    """One connection."""

    line_length_limit = PIECE  # of what is read at once; lines of the content may be longer

    def __init__(self, door: Door, speech: Speech) -> None:
        """Take what the connections share and the language to speak."""
        self.door = door
        self.speech = speech
        self.command_size_limits = defaultdict(lambda: SMTP.command_size_limit)
        super().__init__(
            self,
            data_size_limit=door.limits.mail_size,
            enable_SMTPUTF8=True,
            hostname=door.hostname,
            ident="Deskbell",
            tls_context=door.tls,
            timeout=door.limits.silence,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit={"MAIL": door.limits.mails, "*": 10 * door.limits.mails},
            loop=asyncio.get_running_loop(),
        )
        for command in SMTP_ONLY if speech == "lmtp" else LMTP_ONLY:
            self._smtp_methods.pop(command, None)

    @property
    def client(self) -> str:
        """The peer's address; empty over a Unix socket."""
        peer: object = self.session.peer if self.session else None
        return str(peer[0]).partition("%")[0].removeprefix("::ffff:") if isinstance(peer, tuple) else ""

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd finds it by name
        """Greet in LMTP."""
        await self.smtp_EHLO(arg)

    async def handle_EHLO(  # noqa: N802 - the same
        self, _server: SMTP, facts: Facts, _gathered: Gathered, hostname: str, offers: list[str]
    ) -> list[str]:
        """Say what we can: nobody logs in here; commands may come in one go."""
        facts.host_name = hostname
        kept = [offer for offer in offers if not offer.startswith("250-AUTH")]
        return [*kept[:-1], "250-PIPELINING", kept[-1]]

    async def handle_RCPT(  # noqa: N802 - the same
        self, _server: SMTP, _facts: Facts, gathered: Gathered, address: str, _options: list[str]
    ) -> str:
        """Take a recipient whose mailbox is known."""
        if len(gathered.rcpt_tos) >= self.door.limits.recipients:
            return "452 4.5.3 Too many recipients"
        try:
            refusal = await self.door.find_mailbox(self._asked(gathered, address))
        except Refusal as error:
            refusal = error
        except Exception:
            log.exception("mail.mailbox_not_looked_up")
            refusal = not_now()
        if refusal is not None:
            return _line(refusal)
        gathered.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_exception(self, error: Exception) -> str:
        """Answer what went wrong on our side, without telling what."""
        log.error("mail.session_failed", error=type(error).__name__)
        return _line(not_now())

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - the same
        """Read a mail, have it stored, and only then acknowledge it."""
        gathered, facts = self.envelope, self.session
        if await self.check_helo_needed():
            return
        if gathered is None or facts is None or not gathered.rcpt_tos:
            await self.push("503 5.5.1 Recipients come first")
            return
        if arg:
            await self.push("501 5.5.4 DATA has no argument")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self._reset_timeout(self.door.limits.content_time)
        content = await self._content()
        recipients = tuple(dict.fromkeys(gathered.rcpt_tos))
        with self.door.storing():
            refused = await self._stored(content, self._taken(gathered, facts, recipients))
            self.envelope = self._create_envelope()
            self._reset_timeout()
            answers = [refused.get(recipient) for recipient in gathered.rcpt_tos]
            for answer in answers if self.speech == "lmtp" else [_whole(refused, recipients)]:
                await self.push(_line(answer))

    async def _handle_client(self) -> None:
        """Serve the connection, if there is room for it."""
        if not self.door.admit(self):
            await self.push("421 4.3.2 Too many connections, please try again later")
            if self.transport is not None:
                self.transport.close()
            return
        try:
            await super()._handle_client()
        finally:
            self.door.leave(self)

    async def _content(self) -> bytes | None:
        """Read to the end of the mail; nothing when it is over the limit."""
        pieces: list[bytes] = []
        size, at_start = 0, True
        while True:
            try:
                piece = await self._reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError as error:
                piece = await self._reader.read(error.consumed)
            if at_start and piece == b".\r\n":
                break
            if at_start and piece.startswith(b"."):
                piece = piece[1:]
            at_start = piece.endswith(b"\r\n")
            size += len(piece)
            if size <= self.door.limits.mail_size:
                pieces.append(piece)
            else:
                pieces.clear()
        return b"".join(pieces) if size <= self.door.limits.mail_size else None

    async def _stored(self, content: bytes | None, envelope: Envelope) -> Mapping[str, Refusal]:
        """Hand the mail over; the refusals, by recipient."""
        if content is None:
            return dict.fromkeys(envelope.recipients, Refusal(552, "5.3.4 The mail is too large"))
        try:
            return await self.door.deliver(content, envelope) or {}
        except Refusal as refusal:
            return dict.fromkeys(envelope.recipients, refusal)
        except Exception:
            log.exception("mail.not_stored")
            return dict.fromkeys(envelope.recipients, not_now())

    def _asked(self, gathered: Gathered, address: str) -> Asked:
        options = [str(each).upper().partition("=") for each in gathered.mail_options]
        sizes = [value for name, _, value in options if name == "SIZE" and value.isdecimal()]
        sender = gathered.mail_from or ""
        return Asked(
            address=address,
            sender="" if sender == NULL_PATH else sender,
            client=self.client,
            speech=self.speech,
            size=int(sizes[0][:18]) if sizes else 0,
        )

    def _taken(self, gathered: Gathered, facts: Facts, recipients: tuple[str, ...]) -> Envelope:
        sender = gathered.mail_from or ""
        return Envelope(
            sender="" if sender == NULL_PATH else sender,
            recipients=recipients,
            client=self.client,
            helo=facts.host_name or "",
            speech=self.speech,
            secured=facts.ssl is not None,
        )


def _whole(refused: Mapping[str, Refusal], recipients: tuple[str, ...]) -> Refusal | None:
    """SMTP's one answer: later if anybody is to be tried again, no if nobody took it."""
    temporary = (refused[each] for each in recipients if each in refused and refused[each].is_temporary)
    everybody = next(iter(refused.values()), None) if set(recipients) <= refused.keys() else None
    return next(temporary, everybody)


def _line(refusal: Refusal | None) -> str:
    if refusal is None:
        return ACCEPTED
    text = "".join(letter for letter in refusal.text if letter.isascii() and letter.isprintable())
    return f"{refusal.code} {text[:400]}"
