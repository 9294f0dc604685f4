"""The sender: fixes mails that were ordered, sends those that are due, and writes down what became of them.

It runs in every worker; leases keep two from being at one mail. Nothing is held open in the database while a
mail server is waited for. Mails are leased many at a time, so that no line to a server waits for one; what
several attempts have to write at the same moment is written together.
"""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.outbox.actions.fix import OWN_MAILBOX, fix_next
from deskbell.channels.email.outbox.actions.lease import Attempt, claim, end_lost, hand_over_all, renew
from deskbell.channels.email.outbox.actions.settle import settle_all
from deskbell.channels.email.outbox.actions.wake import give_back, wake
from deskbell.channels.email.outbox.desk import Desk, is_own, open_desk, own_addresses, server_for
from deskbell.channels.email.outbox.kept import IN_THE_DEMO, opened
from deskbell.channels.email.outbox.pace import PACE, Pace
from deskbell.channels.email.outbox.servers import Place, Servers
from deskbell.channels.email.sending.attempt import LOGIN_REFUSALS
from deskbell.channels.email.sending.connections import Connections
from deskbell.channels.email.sending.outcome import Outcome, Stage, State, share
from deskbell.channels.email.sending.server import SmtpServer
from deskbell.channels.email.sign_ins.access import AccessTokens, NoAccess
from deskbell.channels.email.sign_ins.queries import system_signed_out
from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.sealing import Unsealable
from deskbell.core.storage import StorageAway
from deskbell.kit.gathering import Gathering

AWAY: Final = (SQLAlchemyError, StorageAway, OSError, TimeoutError)
RETRY_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 3.0

# By its order, which one small index has: asked for existence alone, PostgreSQL may read the whole table.
_WAITING = text("""
select id from outgoing_mails
where state in ('queued', 'deferred') and next_at <= now() order by next_at, id limit 1
""")

Ended = tuple[Attempt, Outcome]
log = structlog.get_logger(__name__)


async def run_sender(database: Database, settings: Settings, pace: Pace = PACE) -> None:
    """Send until cancelled; waits out a database or a mail server that is away."""
    sender = MailSender(database, open_desk(settings), replace(pace, keeps_secrets=settings.demo))
    renewing = asyncio.create_task(sender.renew_for_ever())
    try:
        await sender.send_for_ever()
    finally:
        await sender.finish()
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)


class MailSender:
    """One process's sender, and the attempts that it is at."""

    def __init__(self, database: Database, desk: Desk, pace: Pace) -> None:
        """Take the database, the desk, and the times to keep."""
        self.database = database
        self.desk = desk
        self.pace = pace
        self.at_work: dict[int, asyncio.Task[None]] = {}
        self.tokens = AccessTokens(database, desk.outbound, desk.sealer, desk.settings.mail_sign_in_urls)
        self._in_line: dict[int, Attempt] = {}
        self._lines: defaultdict[Place, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(pace.at_once)
        )
        self._connections = Connections(desk.guard)
        self._servers = Servers(pause=pace.first_pause, probe=pace.probe)
        self._handing_over = Gathering(self._hand_over)
        self._settling = Gathering(self._settle)
        self._mailboxes: Mapping[int, Mailbox] = {}
        self._signed_out: Collection[int] = ()
        self._looked = 0.0

    async def send_for_ever(self) -> None:
        """Step after step, with pauses while nothing is to be done."""
        while True:
            try:
                async with self.database.reader() as connection:
                    waiting = (await connection.execute(_WAITING)).scalar_one_or_none()
                moved = await self.step() if waiting is not None else await self.look_around()
            except AWAY as error:
                log.warning("mail.sender_failed", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if not moved:
                await asyncio.sleep(self.pace.poll * (1 if waiting is None or self.at_work else 5))

    async def step(self) -> int:
        """Fix what was ordered and begin attempts, as many as there is room for; how many of both."""
        await self.look_around()
        async with self.database.session() as session:
            fixed = await fix_next(session, self.desk)
        if not await self._has_room():
            return 1
        async with self.database.session() as session:
            self._mailboxes = await system_mailboxes(session)
            self._signed_out = await system_signed_out(session)
            ready = [number for number, mailbox in self._mailboxes.items() if self._can_send(mailbox)]
            without, room = self._can_send(None), self.pace.leased - len(self.at_work)
            taken = await claim(session, self.pace, ready, without=without, most=room)
        for attempt in taken:
            self._in_line[attempt.mail_id] = attempt
            task = asyncio.create_task(self._attempt(attempt))
            self.at_work[attempt.mail_id] = task
            task.add_done_callback(partial(self._done, attempt.mail_id))
        return fixed + len(taken)

    async def look_around(self) -> int:
        """Wake mails whose server is back; now and then, end the attempts of senders that were killed."""
        for place, most in self._servers.due():
            mailboxes = [key for key, box in self._mailboxes.items() if self._leads_to(place, box)]
            without = self._leads_to(place, None)
            self._servers.woken(place, await wake(self.database.reads, mailboxes, without=without, most=most))
        if time.monotonic() - self._looked < self.pace.look_for_lost:
            return 0
        self._connections.close_idle()
        async with self.database.session() as session:
            ended = await end_lost(session)
        self._looked = time.monotonic()
        if ended:
            log.warning("mail.attempts_lost", count=ended)
        return ended

    async def renew_for_ever(self) -> None:
        """Hold the leases of the attempts at work."""
        while True:
            await asyncio.sleep(self.pace.renewal)
            if self.at_work:
                with contextlib.suppress(*AWAY):
                    async with self.database.reader() as connection:
                        await renew(connection, list(self.at_work), self.pace)

    async def finish(self) -> None:
        """Give back what was not begun, and let the rest come to its end for a moment.

        What is cut off is found by its lease.
        """
        await asyncio.sleep(0)  # so that each is where it waits
        unbegun = list(self._in_line.values())
        for attempt in unbegun:
            self.at_work[attempt.mail_id].cancel()
        tasks = list(self.at_work.values())
        if unbegun:
            with contextlib.suppress(*AWAY):
                await give_back(self.database.reads, unbegun)
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._connections.close()
        await self.desk.outbound.close()

    async def _has_room(self) -> bool:
        """Whether half of what may be leased is free; waits for it a moment."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.pace.poll):
                while len(self.at_work) > self.pace.leased // 2:
                    await asyncio.wait(self.at_work.values(), return_when=asyncio.FIRST_COMPLETED)
        return len(self.at_work) <= self.pace.leased // 2

    def _done(self, mail_id: int, task: asyncio.Task[None]) -> None:
        """Forget an attempt; a fault of ours is logged, and its lease ends."""
        self.at_work.pop(mail_id, None)
        self._in_line.pop(mail_id, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("mail.attempt_broke", mail_id=mail_id, exc_info=fault)

    def _leads_to(self, place: Place, mailbox: Mailbox | None) -> bool:
        server = server_for(self.desk, mailbox)
        return server is not None and server.place == place

    def _can_send(self, mailbox: Mailbox | None) -> bool:
        if self.desk.settings.demo:
            return True
        signed_out = mailbox is not None and mailbox.id in self._signed_out
        return not signed_out and server_for(self.desk, mailbox) is not None

    async def _attempt(self, attempt: Attempt) -> None:
        """Send one mail and write the outcome down, however long the database is away meanwhile."""
        try:
            outcome = await self._deliver(attempt)
        except AWAY as error:  # nothing was sent yet: the lease ends, and it is begun again
            log.warning("mail.attempt_failed", mail_id=attempt.mail_id, error=type(error).__name__)
            return
        self._in_line.pop(attempt.mail_id, None)
        known = await self._settling.ask((attempt, outcome))
        state = outcome.state.value if known else "lost"
        log.info("mail.attempted", mail_id=attempt.mail_id, attempt=attempt.number, state=state)

    async def _deliver(self, attempt: Attempt) -> Outcome:
        own = own_addresses(self.desk.settings, self._mailboxes)
        ours = [address for address in attempt.addresses if is_own(address, own)]
        others = [address for address in attempt.addresses if address not in ours]
        refused = share(ours, State.failed, Stage.recipient, OWN_MAILBOX)
        if attempt.raw is None:
            return share(attempt.addresses, State.failed, Stage.content, "The content of this mail is gone.")
        try:
            raw = opened(self.desk.sealer, attempt.mail_id, attempt.raw, attempt.sealed)
        except Unsealable:
            return share(attempt.addresses, State.failed, Stage.content, "It was sealed with other keys.")
        mailbox = self._mailboxes.get(attempt.mailbox_id or 0)
        sent = await self._send_as(mailbox, attempt, raw, others)
        return Outcome((*sent.deliveries, *refused.deliveries))

    async def _send_as(
        self, mailbox: Mailbox | None, attempt: Attempt, raw: bytes, recipients: list[str]
    ) -> Outcome:
        """Send through the mailbox's server, with a fresh access token where one signs in for it."""
        server = server_for(self.desk, mailbox)
        if server is None or mailbox is None or mailbox.sign_in_with is None or mailbox.smtp_host is None:
            return await self._send(attempt, raw, recipients, server)
        try:
            access = await self.tokens.access(mailbox.id, server.host)
        except NoAccess as error:
            return share(recipients, State.deferred, Stage.login, str(error))
        login = access.login(mailbox.smtp_username, mailbox.address)
        outcome = await self._send(attempt, raw, recipients, replace(server, login=login))
        if any(each.stage is Stage.login and each.code in LOGIN_REFUSALS for each in outcome.deliveries):
            await self.tokens.spoil(access)
        return outcome

    async def _send(
        self, attempt: Attempt, raw: bytes, recipients: list[str], server: SmtpServer | None
    ) -> Outcome:
        if server is None:
            if self.desk.settings.demo:
                return share(recipients, State.accepted, Stage.done, IN_THE_DEMO)
            return share(recipients, State.deferred, Stage.login, "There is no mail server to send through.")
        async with self._lines[server.place]:
            self._in_line.pop(attempt.mail_id, None)
            outcome = await self._connections.send(
                raw,
                attempt.return_path,
                recipients,
                server,
                before_dot=partial(self._handing_over.ask, attempt),
            )
        if outcome.deliveries:
            self._servers.note(server.place, answers=not outcome.server_away)
        return outcome

    async def _hand_over(self, attempts: Sequence[Attempt]) -> list[bool]:
        """Which of these mails may be said complete: none while the database is away."""
        try:
            held = await hand_over_all(self.database.reads, attempts)
        except AWAY:
            held = set()
        return [attempt.mail_id in held for attempt in attempts]

    async def _settle(self, ended: Sequence[Ended]) -> list[bool]:
        """Write outcomes down; for each whether it still was this sender's to tell."""
        while True:
            try:
                async with self.database.session() as session:
                    known = await settle_all(session, ended, self.pace)
            except AWAY as error:
                log.warning("mail.outcomes_wait", count=len(ended), error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            return [attempt.mail_id in known for attempt, _ in ended]
