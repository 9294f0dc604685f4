"""Taking what is new in a folder: fetched, stored and counted in one transaction, only then marked there.

Whatever breaks off, the folder is gone through again from where the last transaction left it; a mail that is
fetched twice is known by its fingerprint (T66, T67, T68).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import structlog

from deskbell.channels.email.imap import folder
from deskbell.channels.email.imap.connection import ImapConnection
from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.imap.folder import Detail
from deskbell.channels.email.imap.server import AfterTaking
from deskbell.channels.email.inbound.actions.store import Arrival, store
from deskbell.channels.email.inbound.models import Source
from deskbell.channels.email.inbound.queries import system_fetched_before
from deskbell.channels.email.polling.delivered import delivered_to
from deskbell.channels.email.polling.leases import Lease, Position, advance
from deskbell.channels.email.polling.pace import Pace
from deskbell.core.db import Database

CHUNK: Final = 200
MOST_UNSETTLED: Final = 5_000
CLOCKS_DIFFER: Final = timedelta(minutes=10)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Whose:
    """Which mailbox's mail it is, and whether mail from before the connection is taken too."""

    id: int
    address: str
    account: str
    existing: bool


class Taker:
    """Takes one folder over one connection, under one lease."""

    def __init__(
        self, database: Database, imap: ImapConnection, lease: Lease, mailbox: Whose, pace: Pace
    ) -> None:
        """Take the connection, signed in, and whose mail it is."""
        self._database = database
        self._imap = imap
        self._lease = lease
        self._mailbox = mailbox
        self._pace = pace
        self._server = imap.server
        self._refused_after: ImapFailed | None = None

    async def enter(self) -> None:
        """Open the folder, and find out from where to go on.

        At first, and after a change of UIDVALIDITY, it is gone through from its beginning: what came since
        the mailbox was connected is taken, even where the first look at the folder was late.
        """
        readonly = self._server.after is AfterTaking.leave
        place = await self._imap.run(folder.enter, self._server.folder, readonly=readonly)
        before = self._lease.position
        account = self._mailbox.account
        if before.uidvalidity is None:
            until = 0 if self._mailbox.existing else place.next_uid - 1
            await self._write(Position(account, place.uidvalidity, 0, until))
        elif before.account != account:
            last = 0 if self._mailbox.existing else place.next_uid - 1
            await self._write(Position(account, place.uidvalidity, last, 0))
        elif before.uidvalidity != place.uidvalidity:
            log.warning("mail.uidvalidity_changed", mailbox_id=self._mailbox.id)
            await self._write(Position(account, place.uidvalidity, 0, place.next_uid - 1))

    async def take_new(self) -> int:
        """Take everything that is new; how many mails that were. Raises `ImapFailed` and `LeaseLost`."""
        await self._settle()
        taken = await self._take_postponed()
        uids = await self._imap.run(folder.uids_after, self._position.last_uid)
        for start in range(0, len(uids), CHUNK):
            for batch in await self._batches(uids[start : start + CHUNK]):
                taken += await self._take(batch)
        if self._refused_after is not None:
            raise self._refused_after
        return taken

    @property
    def _position(self) -> Position:
        return self._lease.position

    async def _batches(self, uids: Sequence[int]) -> list["Batch"]:
        """As many mails at a time as fit; those of which the server says nothing are tried again later."""
        again = uids[0] <= self._position.rereading_to
        found = await self._imap.run(folder.details, uids, with_ids=again)
        before = await self._taken_before(found.values()) if again else frozenset()
        batches, size = [Batch(uids[0] - 1)], 0
        for uid in uids:
            detail = found.get(uid)
            if detail is None:
                batches[-1].missing.append(uid)
            elif uid in before:
                batches[-1].taken_before.append(uid)
            elif not again or self._is_new(detail):
                size += min(detail.size, self._pace.largest_mail)
                if self._is_full(batches[-1], size):
                    batches.append(Batch(uid))
                    size = detail.size
                batches[-1].details.append(detail)
            batches[-1].last_uid = uid
        return batches

    def _is_full(self, batch: "Batch", size: int) -> bool:
        many = len(batch.details) >= self._pace.batch_mails
        return bool(batch.details) and (many or size > self._pace.batch_bytes)

    def _is_new(self, detail: Detail) -> bool:
        """Of what lay there at the beginning: whether it came after the mailbox was connected."""
        if detail.uid > self._position.rereading_to or self._mailbox.existing or detail.arrived is None:
            return True
        return detail.arrived >= self._lease.began_at - CLOCKS_DIFFER

    async def _taken_before(self, details: Iterable[Detail]) -> frozenset[int]:
        """After a change of UIDVALIDITY: the same Message-ID with the same size is no other mail."""
        named = [each for each in details if each.message_id and each.uid <= self._position.rereading_to]
        async with self._database.reader() as connection:
            names = [each.message_id for each in named]
            before = await system_fetched_before(connection, self._mailbox.id, names)
        return frozenset(each.uid for each in named if (each.message_id, each.size) in before)

    async def _take(self, batch: "Batch") -> int:
        """Fetch a batch, store it, and go on behind it; then do on the server what is to be done."""
        arrived = await self._fetch(batch.details) if batch.details else {}
        missing = [*batch.missing, *(each.uid for each in batch.details if each.uid not in arrived)]
        postponed = self._position.postponed | dict.fromkeys(missing, 1)
        after = replace(self._position, last_uid=batch.last_uid, postponed=postponed)
        return await self._store(arrived, after, batch.taken_before)

    async def _take_postponed(self) -> int:
        """Try again for mails that the server didn't give out; in the end they are only noted."""
        before = self._position.postponed
        if not before:
            return 0
        there = await self._imap.run(folder.uids_among, list(before))
        known = await self._imap.run(folder.details, there, with_ids=False) if there else {}
        taken, left = 0, {uid: before[uid] for uid in there}
        for uid in there:
            detail = known.get(uid) or Detail(uid, 0, None, "")
            arrived = await self._fetch([detail])
            left[uid] += 1
            if not arrived and left[uid] > self._pace.tries:
                arrived = {uid: await self._refused(detail, NOT_GIVEN)}
            if arrived:
                del left[uid]
            taken += await self._store(arrived, replace(self._position, postponed=dict(left)))
        if left != self._position.postponed:
            await self._write(replace(self._position, postponed=left))
        return taken

    async def _fetch(self, details: Sequence[Detail]) -> dict[int, "Arrived"]:
        """Those of the mails that the server gives out; of one that is too large only the header."""
        fitting = [each.uid for each in details if each.size <= self._pace.largest_mail]
        found = await self._imap.run(folder.contents, fitting) if fitting else {}
        arrived = {uid: Arrived(raw, self._arrival(uid, raw)) for uid, raw in found.items()}
        for detail in details:
            if detail.size > self._pace.largest_mail:
                most = self._pace.largest_mail // 1_000_000
                reason = TOO_LARGE.format(size=detail.size / 1e6, most=most, folder=self._server.folder)
                arrived[detail.uid] = await self._refused(detail, reason)
        return arrived

    async def _refused(self, detail: Detail, reason: str) -> "Arrived":
        raw = await self._imap.run(folder.header, detail.uid)
        arrival = replace(self._arrival(detail.uid, raw), refusal=reason, size=detail.size)
        return Arrived(raw, arrival)

    def _arrival(self, uid: int, raw: bytes) -> Arrival:
        recipients = delivered_to(raw, self._mailbox.address)
        validity = self._position.uidvalidity
        return Arrival(Source.imap, recipients=recipients, uidvalidity=validity, uid=uid)

    async def _store(
        self, arrived: dict[int, "Arrived"], after: Position, taken_before: Sequence[int] = ()
    ) -> int:
        """Store the mails and the position in one transaction, then settle them; how many were new."""
        if self._server.after is not AfterTaking.leave:
            uids = [*taken_before, *(uid for uid, each in arrived.items() if not each.arrival.refusal)]
            after = replace(after, unsettled=[*after.unsettled, *uids][-MOST_UNSETTLED:])
        taken = 0
        async with self._database.session() as session:
            for _, each in sorted(arrived.items()):
                stored = await store(session, each.raw, each.arrival, self._mailbox.id)
                taken += stored is not None and stored.is_new
            await advance(session, self._lease, after, self._pace, taken)
        self._lease.position = after
        if arrived:
            log.info("mail.fetched", mailbox_id=self._mailbox.id, mails=len(arrived), new=taken)
        await self._settle()
        return taken

    async def _settle(self) -> None:
        """Mark, move or delete what is stored; a refusal doesn't keep the next mails from being taken."""
        uids = self._position.unsettled
        if not uids or self._refused_after is not None:
            return
        try:
            await self._imap.run(folder.settle, uids, self._server.after, self._server.move_to)
        except ImapFailed as failure:
            if failure.cause is not Cause.after:
                raise
            self._refused_after = failure
            return
        await self._write(replace(self._position, unsettled=[]))

    async def _write(self, position: Position) -> None:
        async with self._database.session() as session:
            await advance(session, self._lease, position, self._pace)
        self._lease.position = position


@dataclass(slots=True)
class Batch:
    """Mails to be fetched together; with them everything up to `last_uid` is done."""

    last_uid: int
    details: list[Detail] = field(default_factory=list)
    taken_before: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail, or the header of one that isn't taken, and how it came."""

    raw: bytes
    arrival: Arrival


TOO_LARGE: Final = (
    "It has {size:.0f} MB; at most {most} MB are taken. It was not fetched, and still lies in the folder "
    "{folder} of its mail server."
)
NOT_GIVEN: Final = "Its mail server doesn't give it out, after several attempts. Look for it there."
