"""A mailbox whose mail lies on an IMAP server of tests, and pollers for it."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select, text
from tests.channels.email.imap_server import ALL, USER, imap_server
from tests.channels.email.inbound.conftest import (  # noqa: F401 - fixtures
    desk,
    ledger,
    names,
    parser,
    signer,
    storage,
    take_in,
)
from tests.channels.email.inbound.mails import mail
from tests.factories.mailboxes import make_mailbox, sealer_of

from deskbell.channels.email.imap.connection import opened
from deskbell.channels.email.mailboxes.models import MailboxPolling
from deskbell.channels.email.polling.logins import Logins
from deskbell.channels.email.polling.pace import Pace
from deskbell.channels.email.polling.work import MailPoller
from deskbell.channels.email.sending.server import Login
from deskbell.channels.email.sign_ins.access import AccessTokens
from deskbell.core.addresses import AddressGuard
from deskbell.events.models import StoredEvent

PACE = Pace(
    look=0.02, interval=3600, idle=3600, first_pause=0, longest_pause=0, settings_pause=0, renewal=0.05
)


class Post:
    """A database, a server, and the mailbox that leads from one to the other."""

    def __init__(self, database, settings, server, mailbox_id):
        self.database, self.settings, self.server = database, settings, server
        self.mailbox_id = mailbox_id
        self.sealer = sealer_of(settings)
        self.sent = 0

    def send(self, count=1, **how):
        """Let mails arrive on the server; their UIDs."""
        uids = []
        for _ in range(count):
            self.sent += 1
            name = f"<{self.sent}@example.org>"
            uids.append(self.server.deliver(mail(f"Mail {self.sent}.", Message_ID=name), **how))
        return uids

    def logins(self, outbound=None, urls=None):
        """What signs in."""
        return Logins(self.sealer, AccessTokens(self.database, outbound, self.sealer, urls or {}))

    def poller(self, *, pace=PACE, logins=None, tls=None):
        """A worker's poller."""
        return MailPoller(self.database, AddressGuard(), logins or self.logins(), pace, tls)

    async def poll(self, **how):
        """Poll once, whatever pause there is; how many mailboxes were begun with."""
        await self.sql("update mailbox_pollings set next_at = now()")
        async with self.poller(**how) as poller:
            begun = await poller.step()
            await poller.settled()
        return begun

    @asynccontextmanager
    async def polled(self):
        """A worker that polls until the end, however it comes: one left behind polls for later tests."""
        async with self.poller() as poller:
            polling = asyncio.create_task(poller.poll_for_ever())
            try:
                yield
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)

    async def sql(self, statement, **values):
        async with self.database.session() as session:
            return await session.execute(text(statement), values)

    async def standing(self):
        """The row of its polling."""
        async with self.database.session() as session:
            return await session.get(MailboxPolling, self.mailbox_id)

    async def ledger(self):
        """Every row of the ledger, in the order of arrival."""
        return await ledger(self.database)

    async def facts(self):
        """The types of the events about polling."""
        async with self.database.session() as session:
            types = select(StoredEvent.type).where(StoredEvent.type.like("mailbox.poll%"))
            return list(await session.scalars(types.order_by(StoredEvent.id)))


async def make_post(desk, settings, server, **incoming):  # noqa: F811 - the desk of a test
    """A mailbox on the server; `incoming` changes its settings."""
    async with desk.database.session() as session:
        settings_there = server.incoming(existing=True) | incoming
        made = await make_mailbox(session, settings, desk.department, address=USER, incoming=settings_there)
    return Post(desk.database, settings, server, made.id)


@pytest.fixture
async def server():
    """A server that doesn't tell of news, so that a poll comes to an end."""
    async with imap_server(capabilities=ALL - {"IDLE"}) as server:
        yield server


@pytest.fixture
async def post(desk, settings, server):  # noqa: F811 - the fixture
    return await make_post(desk, settings, server)


@asynccontextmanager
async def signed_in(mailbox_server, login=None, **how):
    """A connection to a server's `ImapServer`."""
    login = login or Login(USER, "gehéim")
    async with opened(mailbox_server, login, guard=AddressGuard(), **how) as imap:
        yield imap
