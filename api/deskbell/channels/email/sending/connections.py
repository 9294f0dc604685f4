"""Connections to mail servers that stay open for the next mail: opening one costs more than the mail does.

A connection is kept only after a mail that went smoothly; whatever else a server says, the next mail begins
anew. One that was kept is asked for a fresh start first (RSET): if it has been closed meanwhile, nothing of
the mail was sent, and another connection is opened.
"""

import ssl
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import aiosmtplib
from aiosmtplib import SMTPException

from deskbell.channels.email.connecting import ServerRefused, ServerUnreachable
from deskbell.channels.email.sending.attempt import Attempt, BeforeDot
from deskbell.channels.email.sending.opening import leave, opened
from deskbell.channels.email.sending.outcome import Outcome, State
from deskbell.channels.email.sending.server import SmtpServer
from deskbell.core.addresses import AddressGuard

WRONG: Final = (
    ServerRefused,
    ServerUnreachable,
    SMTPException,
    OSError,
    UnicodeError,
    ValueError,
    TimeoutError,
)
MOST_MAILS: Final = 100
IDLE_SECONDS: Final = 15.0
LONGEST_SECONDS: Final = 300.0
RESET_SECONDS: Final = 5.0


@dataclass(slots=True)
class _Kept:
    """A connection, since when it is open, when its last mail went, and how many it has carried."""

    client: aiosmtplib.SMTP
    since: float
    used: float
    mails: int = 0

    def is_fit(self, now: float) -> bool:
        """Whether it may carry one more."""
        fresh = now - self.used < IDLE_SECONDS and now - self.since < LONGEST_SECONDS
        return fresh and self.mails < MOST_MAILS and self.client.is_connected


class Connections:
    """The connections of one sender. `tls` replaces the usual trust in authorities."""

    def __init__(self, guard: AddressGuard, tls: ssl.SSLContext | None = None) -> None:
        """Take what says which addresses may be reached."""
        self._guard = guard
        self._tls = tls
        self._idle: defaultdict[SmtpServer, list[_Kept]] = defaultdict(list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def send(
        self,
        message: bytes,
        sender: str,
        recipients: Sequence[str],
        server: SmtpServer,
        *,
        before_dot: BeforeDot | None = None,
    ) -> Outcome:
        """Send a mail to all recipients in one transaction and tell what became of it; never raises.

        `sender` is the return path, empty for the null one. `before_dot` is asked when all but the final dot
        has left: unless it says yes the mail isn't sent.
        """
        attempt = Attempt(message, sender, tuple(dict.fromkeys(recipients)), server, before_dot)
        if not attempt.recipients:
            return Outcome(())
        kept: _Kept | None = None
        smooth = False
        try:
            kept = await self._ready(attempt)
            outcome = await attempt.run(kept.client)
            smooth = all(each.state is State.accepted for each in outcome.deliveries)
        except WRONG as error:
            return attempt.broken(error)
        else:
            return outcome
        finally:
            if kept is not None:
                self._put(server, kept, smooth=smooth)

    def close_idle(self) -> None:
        """Close the connections that nobody has used for a while."""
        now = time.monotonic()
        for server, kept in list(self._idle.items()):
            self._idle[server] = [each for each in kept if each.is_fit(now)]
            for each in kept:
                if each not in self._idle[server]:
                    leave(each.client)
            if not self._idle[server]:
                del self._idle[server]

    def close(self) -> None:
        """Close those that are not in use."""
        for kept in self._idle.values():
            for each in kept:
                leave(each.client)
        self._idle.clear()

    async def _ready(self, attempt: Attempt) -> _Kept:
        while self._idle[attempt.server]:
            kept, fit = self._idle[attempt.server].pop(), False
            try:
                fit = kept.is_fit(time.monotonic()) and await _starts_afresh(kept.client)
            finally:
                if not fit:
                    leave(kept.client)
            if fit:
                return kept
        client = await opened(attempt, self._guard, self._tls)
        return _Kept(client, since=time.monotonic(), used=time.monotonic())

    def _put(self, server: SmtpServer, kept: _Kept, *, smooth: bool) -> None:
        kept.used, kept.mails = time.monotonic(), kept.mails + 1
        if smooth and kept.is_fit(kept.used):
            self._idle[server].append(kept)
        else:
            leave(kept.client)


async def _starts_afresh(client: aiosmtplib.SMTP) -> bool:
    """Whether the server is still there, and forgets the mail before."""
    try:
        await client.rset(timeout=RESET_SECONDS)
    except WRONG:
        return False
    return True
