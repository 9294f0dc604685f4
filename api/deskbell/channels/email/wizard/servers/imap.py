"""Trying an IMAP server: the greeting, TLS, the login, and the folder."""

import ssl
from dataclasses import replace
from typing import Final

from imap_tools.errors import MailboxFolderSelectError

from deskbell.channels.email.imap.client import ImapMailBox
from deskbell.channels.email.imap.connection import opened
from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.imap.server import ImapServer
from deskbell.channels.email.sending.outcome import readable
from deskbell.channels.email.sending.server import Login, Security
from deskbell.channels.email.wizard.servers.finding import Obstacle, Tried
from deskbell.channels.email.wizard.servers.obstacles import of_connection
from deskbell.core.addresses import AddressGuard

PATIENCE: Final = 15.0
USUAL: Final = "Usual are port 993 with TLS from the start and port 143 with STARTTLS."
_OBSTACLES: Final = {
    Cause.refused: Obstacle.private_network,
    Cause.away: Obstacle.unreachable,
    Cause.tls: Obstacle.no_tls,
    Cause.login: Obstacle.login,
    Cause.password: Obstacle.login,
    Cause.folder: Obstacle.folder,
    Cause.after: Obstacle.folder,
}


async def try_imap(
    server: ImapServer,
    login: Login,
    guard: AddressGuard,
    tls: ssl.SSLContext | None = None,
    patience: float = PATIENCE,
) -> Tried:
    """Connect, log in and look for the folder, without changing anything; never raises."""
    try:
        async with opened(replace(server, patience=patience), login, guard=guard, tls=tls) as connection:
            if not await connection.run(_has_folder, server.folder):
                says = f"There is no folder {server.folder}. Choose another one."
                return Tried(Obstacle.folder, says)
    except ImapFailed as error:
        return _failed(server, login, error)
    return Tried(None, f"{server.host} lets us in.")


def _has_folder(box: ImapMailBox, folder: str) -> bool:
    try:
        box.folder.set(folder, readonly=True)
    except MailboxFolderSelectError:
        return False
    return True


def _failed(server: ImapServer, login: Login, error: ImapFailed) -> Tried:
    found = of_connection(server.host, error)
    if found is not None:
        return found
    if error.cause is Cause.login and login.access_token is not None:
        return Tried(Obstacle.sign_in, str(error))
    if error.cause is Cause.answer:
        hint = "" if server.security is Security.tls else " This may be the port for TLS."
        answer = readable(str(error.__cause__ or ""))
        says = f"{server.host} doesn't answer as an IMAP server does.{hint} {USUAL}"
        return Tried(Obstacle.wrong_port, says, answer)
    return Tried(_OBSTACLES.get(error.cause, Obstacle.broken), str(error))
