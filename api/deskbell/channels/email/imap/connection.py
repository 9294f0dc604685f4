"""Opening a connection to an IMAP server and signing in, from asyncio: every step runs in a thread."""

import asyncio
import contextlib
import imaplib
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from typing import Concatenate, Final, NoReturn, ParamSpec, TypeVar

from imap_tools import ImapToolsError

from deskbell.channels.email.connecting import ServerRefused, ServerUnreachable, open_connection
from deskbell.channels.email.imap.client import ImapMailBox, NoSecurity, NotLetIn
from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.imap.server import ImapServer
from deskbell.channels.email.sending.outcome import readable
from deskbell.channels.email.sending.server import Login, Security
from deskbell.core.addresses import AddressGuard

P = ParamSpec("P")
T = TypeVar("T")

STEP: Final = 900.0
WRONG: Final = (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError, TimeoutError)


@asynccontextmanager
async def opened(
    server: ImapServer,
    authentication: Login,
    *,
    guard: AddressGuard,
    tls: ssl.SSLContext | None = None,
    pool: Executor | None = None,
) -> AsyncIterator["ImapConnection"]:
    """A connection that is signed in, closed at the end. Raises `ImapFailed`.

    `authentication` is a password or an access token (XOAUTH2, OAUTHBEARER). `tls` replaces the usual trust
    in authorities. Threads are taken from `pool`.
    """
    if server.security is Security.none and not server.private:
        raise ImapFailed(Cause.tls, "A password is sent over a secured connection only: choose TLS.")
    try:
        bare = await open_connection(
            server.host, server.port, guard, private=server.private, patience=server.patience
        )
    except ServerRefused as error:
        raise ImapFailed(Cause.refused, f"We don't connect there: {error}.") from error
    except ServerUnreachable as error:
        sentence = f"It can't be reached: {error}. Check name and port; we try again by ourselves."
        raise ImapFailed(Cause.away, sentence) from error
    connection = ImapConnection(server, bare, pool)
    try:
        await connection.sign_in(authentication, tls)
        yield connection
    finally:
        await connection.close()


class ImapConnection:
    """A connection; steps on it run one after the other, each in a thread."""

    def __init__(self, server: ImapServer, bare: socket.socket, pool: Executor | None) -> None:
        """Take a connected socket."""
        self.server = server
        self._bare = bare
        self._alarm = bare.dup()
        self._pool = pool
        self._box: ImapMailBox | None = None

    async def sign_in(self, login: Login, tls: ssl.SSLContext | None) -> None:
        """Greet, secure and sign in. Raises `ImapFailed`."""

        def enter() -> ImapMailBox:
            box = ImapMailBox(self._bare, self.server, tls)
            self._box = box
            box.sign_in(login)
            return box

        try:
            await self._in_a_thread(enter)
        except NoSecurity as error:
            sentence = f"{self.server.host} can't secure the connection: {error} Choose another security."
            raise ImapFailed(Cause.tls, sentence) from error
        except NotLetIn as error:
            raise ImapFailed(Cause.login, _not_let_in(login, str(error))) from error
        except ssl.SSLError as error:
            reason = readable(getattr(error, "verify_message", "") or error.reason or str(error))
            sentence = (
                f"The connection to {self.server.host} can't be trusted ({reason}). Check name, port "
                "and security."
            )
            raise ImapFailed(Cause.tls, sentence) from error
        except WRONG as error:
            self._broken(error)

    async def run(
        self, step: Callable[Concatenate[ImapMailBox, P], T], *args: P.args, **options: P.kwargs
    ) -> T:
        """Do a step in a thread, within a quarter of an hour. Raises `ImapFailed`; then it is over."""
        box = self._box
        if box is None:
            raise ImapFailed(Cause.away, "The connection is closed.")
        try:
            return await self._in_a_thread(lambda: step(box, *args, **options))
        except WRONG as error:
            self._broken(error)

    async def readable_within(self, seconds: float, woken: asyncio.Event) -> None:
        """Wait until the server says something, `woken` is set, or the time is over; no thread is held."""
        if self._box is None:
            return
        loop = asyncio.get_running_loop()
        number = self._box.client.sock.fileno()
        loop.add_reader(number, woken.set)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), seconds)
        finally:
            loop.remove_reader(number)

    async def close(self) -> None:
        """Close; never raises."""
        box, self._box = self._box, None
        if box is not None:
            with contextlib.suppress(RuntimeError):
                await asyncio.shield(self._submit(box.leave))
        self._cut()
        self._alarm.close()
        self._bare.close()

    async def _in_a_thread(self, step: Callable[[], T]) -> T:
        """Run it; one that takes too long, or isn't wanted any more, loses its connection and ends."""
        running = self._submit(step)
        try:
            async with asyncio.timeout(STEP):
                return await asyncio.shield(running)
        except (TimeoutError, asyncio.CancelledError):
            if not running.done():
                self._cut()
                await asyncio.wait([running])
                running.exception()
            raise

    def _submit(self, step: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._pool, step)

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            self._alarm.shutdown(socket.SHUT_RDWR)

    def _broken(self, error: Exception) -> NoReturn:
        if isinstance(error, TimeoutError):
            said = "it didn't answer in time"
        else:
            said = readable(str(error)).rstrip(".") or "the connection ended"
        sentence = f"{self.server.host} broke off: {said}. Nothing is lost; we try again by ourselves."
        raise ImapFailed(Cause.answer, sentence) from error


def _not_let_in(login: Login, answer: str) -> str:
    said = readable(answer).rstrip(".")
    if login.access_token is not None:
        return f"The server refuses our access for {login.username}: {said}. Connect the mailbox again."
    return (
        f"The server refuses the name {login.username} with this password: {said}. Enter the password again; "
        "many providers want an app password made for this."
    )
