"""Checking the servers of a mailbox, as they are stored or as they are about to be."""

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from starlette.datastructures import State

from deskbell.channels.email.imap.failure import ImapFailed
from deskbell.channels.email.imap.server import PORTS, ImapServer
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.receiving import imap_password_of, imap_server_of
from deskbell.channels.email.mailboxes.schemas import IncomingWrite, SmtpWrite
from deskbell.channels.email.mailboxes.sending import sealed_for, smtp_server_of
from deskbell.channels.email.sending.server import Login, SmtpServer
from deskbell.channels.email.sign_ins.access import AccessTokens, NoAccess
from deskbell.channels.email.wizard.servers.finding import Obstacle, Tried
from deskbell.channels.email.wizard.servers.imap import try_imap
from deskbell.channels.email.wizard.servers.smtp import try_smtp
from deskbell.core.addresses import AddressGuard
from deskbell.core.config import Settings
from deskbell.core.sealing import Sealer, Unsealable

NO_PASSWORD = "Enter the password."  # noqa: S105 - a sentence
LOST = "The stored password was sealed with other keys. Enter it again."


@dataclass(frozen=True, slots=True)
class Checker:
    """What checks need: settings, what opens passwords, access tokens, and the guard."""

    settings: Settings
    sealer: Sealer
    tokens: AccessTokens
    guard: AddressGuard

    async def both(
        self, mailbox: Mailbox | None, smtp: SmtpWrite | None, incoming: IncomingWrite | None
    ) -> tuple[Tried | None, Tried | None]:
        """Try both servers at the same time: those that are given, else those that are stored."""
        stored = mailbox is not None and smtp is None and incoming is None
        tries = (
            self.smtp(mailbox, smtp) if smtp or (stored and mailbox and mailbox.smtp_host) else _nothing(),
            self.imap(mailbox, incoming)
            if incoming or (stored and mailbox and mailbox.imap_host)
            else _nothing(),
        )
        sends, receives = await asyncio.gather(*tries)
        return sends, receives

    async def smtp(self, mailbox: Mailbox | None, given: SmtpWrite | None) -> Tried:
        """Try the outgoing server."""
        try:
            server = self._given_smtp(mailbox, given) if given else self._stored_smtp(mailbox)
            if server is None:
                return Tried(Obstacle.no_server, "There is no outgoing server. Enter one.")
            if mailbox is not None and mailbox.sign_in_with is not None:
                access = await self.tokens.access(mailbox.id, server.host)
                name = given.username if given else mailbox.smtp_username
                server = replace(server, login=access.login(name, mailbox.address))
        except NoAccess as error:
            return Tried(Obstacle.sign_in, str(error))
        except Unsealable:
            return Tried(Obstacle.login, LOST)
        own_name = urlsplit(self.settings.base_url).hostname or "localhost"
        return await try_smtp(replace(server, own_name=own_name), self.guard)

    async def imap(self, mailbox: Mailbox | None, given: IncomingWrite | None) -> Tried:
        """Try the incoming server."""
        stored = imap_server_of(mailbox) if mailbox else None
        server = _imap_of(given) if given else stored
        if server is None:
            return Tried(Obstacle.no_server, "There is no incoming server. Enter one.")
        try:
            login = await self._imap_login(mailbox, given, server.host)
        except NoAccess as error:
            return Tried(Obstacle.sign_in, str(error))
        except ImapFailed as error:
            return Tried(Obstacle.login, str(error))
        if login is None:
            return Tried(Obstacle.login, NO_PASSWORD)
        return await try_imap(server, login, self.guard)

    def _stored_smtp(self, mailbox: Mailbox | None) -> SmtpServer | None:
        return None if mailbox is None else smtp_server_of(mailbox, self.sealer)

    def _given_smtp(self, mailbox: Mailbox | None, given: SmtpWrite) -> SmtpServer:
        """The server as given; a stored password only goes to the host and name that it is stored for."""
        login, password = None, given.password
        same = mailbox is not None and (mailbox.smtp_host, mailbox.smtp_username) == (
            given.host,
            given.username,
        )
        if password is None and mailbox is not None and same and mailbox.smtp_password_sealed is not None:
            password = self.sealer.open(mailbox.smtp_password_sealed, sealed_for(mailbox.id))
        if given.username is not None:
            login = Login(given.username, password)
        return SmtpServer(given.host, given.port, given.security, login, private=given.private)

    async def _imap_login(
        self, mailbox: Mailbox | None, given: IncomingWrite | None, host: str
    ) -> Login | None:
        if mailbox is not None and mailbox.sign_in_with is not None:
            name = given.username if given else mailbox.imap_username
            return (await self.tokens.access(mailbox.id, host)).login(name, mailbox.address)
        if given is None:
            return imap_password_of(mailbox, self.sealer) if mailbox else None
        name = given.username or (mailbox.address if mailbox else "")
        if given.password is not None:
            return Login(name, given.password)
        same = mailbox is not None and (mailbox.imap_host, mailbox.imap_username) == (given.host, name)
        return imap_password_of(mailbox, self.sealer) if mailbox is not None and same else None


def _imap_of(given: IncomingWrite) -> ImapServer:
    return ImapServer(
        host=given.host,
        port=given.port or PORTS[given.security],
        security=given.security,
        folder=given.folder,
        private=given.private,
    )


async def _nothing() -> None:
    return None


def checker_of(state: State) -> Checker:
    """The checker of an application, by what stands in its state."""
    settings: Settings = state.settings
    tokens = AccessTokens(state.database, state.outbound, state.sealer, settings.mail_sign_in_urls)
    return Checker(settings, state.sealer, tokens, AddressGuard(settings.private_networks))
