"""How a mailbox that one signs in for is opened: the user name, and an access token that is fresh."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import structlog

from deskbell.channels.email.sending.server import Login
from deskbell.channels.email.sign_ins.actions.end_grants import end_grant
from deskbell.channels.email.sign_ins.actions.refresh import (
    EARLY,
    give_up_refresh,
    keep_refreshed,
    lease_refresh,
    spoil_access,
)
from deskbell.channels.email.sign_ins.models import AppProvider, MailGrant, SignInState
from deskbell.channels.email.sign_ins.provider import (
    HOSTS,
    App,
    ProviderAway,
    ProviderRefused,
    Sends,
    refreshed,
)
from deskbell.channels.email.sign_ins.queries import system_app, system_grant
from deskbell.channels.email.sign_ins.sealed import sealed_access, sealed_refresh
from deskbell.core.auth import Actor, Level
from deskbell.core.db import Database
from deskbell.core.sealing import Sealer, Unsealable

WAIT: Final = 60.0  # seconds, for somebody else's refresh and our own
PAUSE: Final = 0.1
SYSTEM: Final = Actor(kind="system", level=Level.admin)
MISSING: Final = "Nobody has signed in for this mailbox yet."
OTHER_SERVER: Final = "The server was changed since somebody signed in. Sign in again."
OTHER_KEYS: Final = "The sign-in was sealed with other keys. Sign in again."
NO_APP: Final = "The app registration is missing. Register an app, then sign in again."
SLOW: Final = "The provider takes too long to answer."
ENDED: Final = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})

log = structlog.get_logger(__name__)


class NoAccess(Exception):
    """The mailbox can't be opened now; the text is a sentence for admins.

    `again`: not before somebody signs in.
    """

    def __init__(self, text: str, *, again: bool = False) -> None:
        """Take the sentence."""
        super().__init__(text)
        self.again = again


@dataclass(frozen=True, slots=True)
class Access:
    """A fresh access token of a mailbox."""

    mailbox_id: int
    account: str | None
    token: str = field(repr=False)
    sealed: bytes = field(repr=False)

    def login(self, username: str | None, address: str) -> Login:
        """Who we are to its servers: by the name that was entered, else the account that signed in."""
        return Login(username or self.account or address, access_token=self.token)


class AccessTokens:
    """Gives access tokens, refreshed before they end; for one process, beside all others."""

    def __init__(self, database: Database, outbound: Sends, sealer: Sealer, urls: Mapping[str, str]) -> None:
        """Take the database, the way out, what opens secrets, and other addresses of the providers."""
        self._database = database
        self._outbound = outbound
        self._sealer = sealer
        self._urls = urls

    async def access(self, mailbox_id: int, host: str) -> Access:
        """A token that is good for two minutes or as long as it lives, for this server. Raises `NoAccess`."""
        try:
            async with asyncio.timeout(WAIT):
                while True:
                    async with self._database.session() as session:
                        grant = await system_grant(session, mailbox_id)
                    if (found := self._usable(grant, host)) is not None:
                        return found
                    async with self._database.session() as session:
                        leased = await lease_refresh(session, mailbox_id)
                    if leased is not None:
                        return await self._refresh(leased)
                    await asyncio.sleep(PAUSE)
        except TimeoutError:
            raise NoAccess(SLOW) from None

    async def spoil(self, access: Access) -> None:
        """Say that a mail server did not take this token: the next one is fetched anew."""
        async with self._database.session() as session:
            await spoil_access(session, access.mailbox_id, access.sealed)

    async def _refresh(self, grant: MailGrant) -> Access:
        """Fetch a new token, as the one who holds the lease; nothing is held open meanwhile."""
        number = grant.mailbox_id
        try:
            app = await self._app(AppProvider(grant.provider))
            refresh_token = self._sealer.open(grant.refresh_token_sealed, sealed_refresh(number))
            tokens = await refreshed(self._outbound, app, self._urls, refresh_token)
        except (NoAccess, ProviderAway, ProviderRefused, Unsealable) as error:
            raise await self._failed(grant, error) from None
        async with self._database.session() as session:
            sealed = await keep_refreshed(session, grant, tokens, self._sealer)
        log.info("mail.access_refreshed", mailbox_id=number)
        return Access(number, grant.account, tokens.access, sealed)

    async def _app(self, provider: AppProvider) -> App:
        async with self._database.session() as session:
            app = await system_app(session, provider, self._sealer)
        if app is None:
            raise NoAccess(NO_APP, again=True)
        return app

    async def _failed(self, grant: MailGrant, error: Exception) -> NoAccess:
        """Write down what was wrong: the end of the grant, or something that may pass."""
        code = error.code if isinstance(error, ProviderRefused) else type(error).__name__
        log.warning("mail.access_not_refreshed", mailbox_id=grant.mailbox_id, error=code)
        ended = code in ENDED or isinstance(error, Unsealable)
        text = OTHER_KEYS if isinstance(error, Unsealable) else str(error)
        text = f"The provider ended the access: {text} Sign in again." if code in ENDED else text
        async with self._database.session() as session:
            if ended:
                await end_grant(session, SYSTEM, grant.mailbox_id, grant.refresh_token_sealed, text)
            else:
                await give_up_refresh(session, grant, text)
        return NoAccess(text, again=ended)

    def _usable(self, grant: MailGrant | None, host: str) -> Access | None:
        """The token, if it is fresh; nothing where one is to be fetched. Raises `NoAccess`."""
        if grant is None:
            raise NoAccess(MISSING, again=True)
        if grant.state != SignInState.signed_in.value:
            raise NoAccess(grant.problem, again=True)
        if host.lower() not in {*HOSTS[AppProvider(grant.provider)], *(each.lower() for each in grant.hosts)}:
            raise NoAccess(OTHER_SERVER, again=True)
        if grant.access_expires_at <= datetime.now(UTC) + EARLY:
            if grant.problem and grant.refreshing_until and grant.refreshing_until > datetime.now(UTC):
                raise NoAccess(grant.problem)  # it has just been tried
            return None
        try:
            token = self._sealer.open(grant.access_token_sealed, sealed_access(grant.mailbox_id))
        except Unsealable:
            raise NoAccess(OTHER_KEYS, again=True) from None
        return Access(grant.mailbox_id, grant.account, token, grant.access_token_sealed)
