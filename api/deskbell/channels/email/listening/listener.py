"""The listener: doors for SMTP and LMTP that share limits, and close without cutting a mail off."""

import asyncio
import contextlib
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deskbell.channels.email.listening.envelope import DEFAULT_LIMITS, Deliver, FindMailbox, Limits, Speech
from deskbell.channels.email.listening.session import MailSession

GRACE: Final = 5.0
BACKLOG: Final = 256


class MailListener:
    """Takes mail by SMTP and LMTP and hands each to `deliver`, which has to store it before it returns.

    `find_mailbox` is asked for each recipient. `tls`, where given, is offered as STARTTLS.
    """

    def __init__(
        self,
        deliver: Deliver,
        find_mailbox: FindMailbox,
        *,
        hostname: str = "localhost",
        limits: Limits = DEFAULT_LIMITS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take what is to be done with mail; nothing is opened yet."""
        self.deliver = deliver
        self.find_mailbox = find_mailbox
        self.hostname = hostname
        self.limits = limits
        self.tls = tls
        self._servers: list[asyncio.Server] = []
        self._sessions: dict[MailSession, str] = {}
        self._each: Counter[str] = Counter()
        self._storing = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def listen(self, host: str, port: int, speech: Speech = "smtp") -> int:
        """Open a door on an address; the port that it got. OSError where that is taken."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: MailSession(self, speech), host, port, backlog=BACKLOG)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def listen_on(self, door: socket.socket, speech: Speech = "smtp") -> None:
        """Use a socket that is bound already, and perhaps shared with other processes."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: MailSession(self, speech), sock=door.dup(), backlog=BACKLOG)
        self._servers.append(server)

    async def listen_unix(self, path: Path, speech: Speech = "lmtp") -> None:
        """Open a door on a Unix socket, which only our own account can use."""
        loop = asyncio.get_running_loop()
        server = await loop.create_unix_server(
            lambda: MailSession(self, speech), path, backlog=BACKLOG, start_serving=False
        )
        path.chmod(0o600)  # noqa: ASYNC240 - once, while starting
        self._servers.append(server)
        await server.start_serving()

    async def close(self, grace: float = GRACE) -> None:
        """Take no more connections, let mails that are being stored be acknowledged, end the others."""
        for server in self._servers:
            server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), grace)
        for session in list(self._sessions):
            if session.transport is not None:
                session.transport.close()
        await asyncio.sleep(0)
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()

    def admit(self, session: MailSession) -> bool:
        """Whether one more connection from there is taken."""
        client = session.client
        if len(self._sessions) >= self.limits.connections:
            return False
        if client and self._each[client] >= self.limits.connections_each:
            return False
        self._sessions[session] = client
        self._each[client] += 1
        return True

    @contextlib.contextmanager
    def storing(self) -> Iterator[None]:
        """While a mail is being stored and acknowledged, `close` waits."""
        self._storing += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._storing -= 1
            if not self._storing:
                self._quiet.set()

    def leave(self, session: MailSession) -> None:
        """A connection is over."""
        client = self._sessions.pop(session, None)
        if client is not None:
            self._each[client] -= 1
            self._each += Counter()
