"""imaplib on a connection that was opened and checked by us, and its limits."""

import contextlib
import imaplib
import socket
import ssl
from typing import Final

from imap_tools import BaseMailBox

from deskbell.channels.email.imap.server import ImapServer
from deskbell.channels.email.sending.server import Login, Security

MAX_LITERAL: Final = 60_000_000
# imap-tools sets the limit of a line to 20 MB; searches answer in one line.
LOGIN_BREAKERS: Final = frozenset("\r\n\0")


class NoSecurity(Exception):
    """The connection can't be secured as it was asked for."""


class NotLetIn(Exception):
    """The server refuses the name with this password or token."""


class _Client(imaplib.IMAP4):
    """Speaks on a given connection; literals are read whole or not at all."""

    def __init__(self, connection: socket.socket, server: ImapServer, tls: ssl.SSLContext) -> None:
        self._given = connection
        self._tls = tls
        self._settings = server
        super().__init__(server.host, server.port, server.patience)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        self._given.settimeout(timeout)
        if self._settings.security is Security.tls:
            self._given = self._tls.wrap_socket(self._given, server_hostname=self.host)
        return self._given

    def read(self, size: int) -> bytes:
        """A literal. Raises `abort` where it is longer than any mail, or ends too early."""
        if size > MAX_LITERAL:
            raise self.abort("the server's answer is longer than any mail may be")
        content = super().read(size)
        if len(content) < size:
            raise self.abort("the connection ended in the middle of a mail")
        return content


class ImapMailBox(BaseMailBox):
    """A signed-in connection; every method blocks, so it is used in threads."""

    client: _Client
    told_of_news = False  # mail arrived since it was last looked for: said by the way, and said once

    def __init__(self, connection: socket.socket, server: ImapServer, tls: ssl.SSLContext | None) -> None:
        """Greet and secure the connection. Raises what imaplib and ssl raise, and `NoSecurity`."""
        self._connection = connection
        self._server = server
        self._tls = tls or ssl.create_default_context()
        super().__init__()
        if server.security is Security.starttls:
            try:
                self._start_tls()
            except BaseException:
                self._close()
                raise

    def _start_tls(self) -> None:
        if self.client.state != "NONAUTH" or not self.can("STARTTLS"):
            raise NoSecurity("It offers no STARTTLS.")
        self.client.starttls(self._tls)

    def _get_mailbox_client(self) -> _Client:
        return _Client(self._connection, self._server, self._tls)

    def can(self, capability: str) -> bool:
        """Whether the server says that it can do this."""
        return capability in self.client.capabilities

    def sign_in(self, login: Login) -> None:
        """Sign in by password or token. Raises `NotLetIn` with the server's answer."""
        try:
            if login.access_token is not None:
                self._by_token(login.username, login.access_token)
            else:
                self._by_password(login.username, login.password or "")
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise NotLetIn(str(error)) from error
        self.client.state = "AUTH"
        _, found = self.client.capability()
        words = b" ".join(each for each in found if isinstance(each, bytes)).decode("ascii", "replace")
        self.client.capabilities = tuple(words.upper().split())

    def _by_token(self, username: str, token: str) -> None:
        if self.can("AUTH=OAUTHBEARER") and not self.can("AUTH=XOAUTH2"):
            name = username.replace("=", "=3D").replace(",", "=2C")
            self._authenticate("OAUTHBEARER", f"n,a={name},\1auth=Bearer {token}\1\1", b"\1")
        else:
            self._authenticate("XOAUTH2", f"user={username}\1auth=Bearer {token}\1\1", b"")

    def _by_password(self, username: str, password: str) -> None:
        if self.can("AUTH=PLAIN"):
            self._authenticate("PLAIN", f"\0{username}\0{password}", None)
            return
        if self.can("LOGINDISABLED"):
            raise self.client.error("It takes no passwords over this connection.")
        if LOGIN_BREAKERS & {*username, *password}:
            raise self.client.error("The name or the password holds a line break.")
        command = self.client._simple_command  # noqa: SLF001 - imaplib's own `login` takes ASCII only
        status, said = command("LOGIN", _quoted(username), _quoted(password))
        if status != "OK":
            raise self.client.error(said[-1].decode("utf-8", "replace"))

    def _authenticate(self, mechanism: str, said: str, end: bytes | None) -> None:
        """Say it once; a second question is the server's reason to refuse, which is answered by `end`."""
        answers = iter([said.encode()])
        self.client.authenticate(mechanism, lambda _: next(answers, end))

    def leave(self) -> None:
        """Say good-bye without waiting for an answer, and close."""
        with contextlib.suppress(OSError, ValueError):
            self.client.sock.settimeout(1)
            self.client.send(b"BYE LOGOUT\r\n")
        self._close()

    def _close(self) -> None:
        for each in (self.client.file, self.client.sock):
            with contextlib.suppress(OSError, ValueError):
                each.close()


def _quoted(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.encode()
