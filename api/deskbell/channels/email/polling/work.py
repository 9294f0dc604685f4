"""The worker's part in mail that lies on IMAP servers: every mailbox is held by one worker at a time."""

import asyncio
import contextlib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from deskbell.channels.email.imap import folder
from deskbell.channels.email.imap.connection import ImapConnection, opened
from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.mailboxes.receiving import imap_server_of
from deskbell.channels.email.polling.actions.note import note_failure, note_success
from deskbell.channels.email.polling.leases import Lease, LeaseLost, claim, look, release, renew
from deskbell.channels.email.polling.logins import Logins
from deskbell.channels.email.polling.pace import PACE, Pace
from deskbell.channels.email.polling.taking import Taker, Whose
from deskbell.channels.email.sign_ins.access import AccessTokens
from deskbell.core.addresses import AddressGuard
from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.keys import load_or_create_keys
from deskbell.core.outbound import Outbound
from deskbell.core.sealing import Sealer

AWAY: Final = (SQLAlchemyError, OSError, TimeoutError)
RETRY_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)


async def run_poller(database: Database, settings: Settings, pace: Pace = PACE) -> None:
    """Fetch mail until cancelled; waits out a database or a mail server that is away."""
    guard = AddressGuard(settings.private_networks)
    sealer = Sealer(load_or_create_keys(settings.secrets_dir))
    outbound = Outbound(settings.private_networks)
    tokens = AccessTokens(database, outbound, sealer, settings.mail_sign_in_urls)
    pace = replace(pace, interval=settings.imap_interval)
    try:
        async with MailPoller(database, guard, Logins(sealer, tokens), pace) as poller:
            await poller.poll_for_ever()
    finally:
        await outbound.close()


@dataclass(slots=True)
class Held:
    """A mailbox that this process is at. `woken`: look into its folder now."""

    lease: Lease
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class MailPoller:
    """One process's poller; `logins` say how to sign in."""

    def __init__(
        self,
        database: Database,
        guard: AddressGuard,
        logins: Logins,
        pace: Pace = PACE,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take the database, where to connect to, and the times to keep."""
        self._database = database
        self._guard = guard
        self._logins = logins
        self._pace = pace
        self._tls = tls
        self._pool = ThreadPoolExecutor(pace.threads, "imap")
        self._held: dict[int, Held] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to hold leases."""
        self._renewing = asyncio.create_task(self._renew_for_ever())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all connections, and let others at the mailboxes."""
        tasks = [self._renewing, *(each.task for each in self._held.values())]
        leases = [each.lease for each in self._held.values()]
        running = [each for each in tasks if each is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with contextlib.suppress(*AWAY):
            async with self._database.session() as session:
                await release(session, leases)
        self._pool.shutdown(wait=False)

    async def poll_for_ever(self) -> None:
        """Step after step."""
        while True:
            try:
                await self.step()
            except AWAY as error:
                log.warning("mail.poller_failed", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            await asyncio.sleep(self._pace.look)

    async def step(self) -> int:
        """See to the mailboxes that are held, and begin with those that are due; how many those are."""
        async with self._database.reader() as connection:
            standing = await look(connection)
        for number, held in self._held.items():
            now = standing.get(number)
            if held.task is not None and (now is None or now.number != held.lease.number):
                held.task.cancel()
            elif now is not None and now.asked_at not in {None, held.lease.asked_at}:
                held.lease.asked_at = now.asked_at
                held.woken.set()
        room = self._pace.at_once - len(self._held)
        due = [number for number, each in standing.items() if each.due and number not in self._held]
        if not due or room <= 0:
            return 0
        async with self._database.session() as session:
            leases = await claim(session, self._pace, room)
            mailboxes = await system_mailboxes(session)
        for lease in leases:
            self._begin(mailboxes[lease.mailbox_id], lease)
        return len(leases)

    async def settled(self) -> None:
        """Wait until no mailbox is at work; those whose servers tell of news never are."""
        tasks = [each.task for each in self._held.values() if each.task is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, mailbox: Mailbox, lease: Lease) -> None:
        held = Held(lease)
        held.task = asyncio.create_task(self._hold(mailbox, held))
        self._held[lease.mailbox_id] = held
        held.task.add_done_callback(partial(self._done, held))

    def _done(self, held: Held, task: asyncio.Task[None]) -> None:
        if self._held.get(held.lease.mailbox_id) is held:
            del self._held[held.lease.mailbox_id]
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("mail.poll_broke", mailbox_id=held.lease.mailbox_id, exc_info=fault)

    async def _hold(self, mailbox: Mailbox, held: Held) -> None:
        """Be at a mailbox until its server has no more to tell, something fails, or the lease is lost."""
        lease = held.lease
        pause = RETRY_SECONDS
        try:
            pause = await self._poll(mailbox, held)
        except LeaseLost:
            log.info("mail.lease_lost", mailbox_id=lease.mailbox_id)
            return
        except ImapFailed as failure:
            log.warning("mail.poll_failed", mailbox_id=lease.mailbox_id, cause=failure.cause.value)
            with contextlib.suppress(*AWAY):
                if failure.cause is Cause.login:
                    await self._logins.not_taken(mailbox)
                async with self._database.session() as session:
                    await note_failure(session, lease, failure, self._pace)
                return
        except AWAY as error:
            log.warning("mail.poll_waits", mailbox_id=lease.mailbox_id, error=type(error).__name__)
        with contextlib.suppress(*AWAY):
            async with self._database.session() as session:
                await release(session, [lease], pause)

    async def _poll(self, mailbox: Mailbox, held: Held) -> float:
        """Take what is new, again and again while the server tells of it; the pause until the next time."""
        server = imap_server_of(mailbox)
        if server is None:
            raise LeaseLost
        login = await self._logins.of(mailbox)
        whose = Whose(mailbox.id, mailbox.address, login.username, mailbox.imap_existing)
        async with opened(server, login, guard=self._guard, tls=self._tls, pool=self._pool) as imap:
            live = await imap.run(lambda box: box.can("IDLE"))
            taker = Taker(self._database, imap, held.lease, whose, self._pace)
            await taker.enter()
            while True:
                held.woken.clear()
                await taker.take_new()
                async with self._database.session() as session:
                    await note_success(session, held.lease, self._pace, live=live)
                held.lease.failures, held.lease.error_code, held.lease.asked_at = 0, None, None
                if not live:
                    return self._pace.interval
                pause = await self._idle(imap, held)
                if pause is not None:
                    return pause

    async def _idle(self, imap: ImapConnection, held: Held) -> float | None:
        """Wait for news; a pause where the connection ended, which servers like to do after a while."""
        try:
            told = await imap.run(folder.begin_idle)
        except ImapFailed:
            return self._pace.interval
        if not told:
            await imap.readable_within(self._pace.idle, held.woken)
        try:
            await imap.run(folder.end_idle)
        except ImapFailed:
            return self._pace.first_pause
        return None

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._pace.renewal)
            leases = [each.lease for each in self._held.values()]
            if leases:
                with contextlib.suppress(*AWAY):
                    async with self._database.reader() as connection:
                        await renew(connection, leases, self._pace)
