"""Who is at which mailbox, and how far it is: rows that only the holder of the lease writes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.polling.pace import Pace

_LOOK: Final = text("""
select mailbox_id, lease_number, asked_at, case when lease_until is null
    then next_at <= now() or asked_at is not null else lease_until < clock_timestamp() end as due
from mailbox_pollings join mailboxes on id = mailbox_id where enabled and imap_host is not null
""")
_CLAIM: Final = text("""
update mailbox_pollings as polling
set lease_number = polling.lease_number + 1, lease_until = clock_timestamp() + :lease
from (
    select mailbox_id from mailbox_pollings join mailboxes on id = mailbox_id
    where enabled and imap_host is not null and case when lease_until is null
        then next_at <= now() or asked_at is not null else lease_until < clock_timestamp() end
    order by next_at, mailbox_id limit :most for update of mailbox_pollings skip locked
) as due
where polling.mailbox_id = due.mailbox_id
returning polling.mailbox_id, lease_number as number, asked_at, failures, error_code, began_at, account,
    uidvalidity, last_uid, rereading_to, unsettled, postponed
""")
_RENEW: Final = text("""
update mailbox_pollings set lease_until = clock_timestamp() + :lease
where lease_until is not null and (mailbox_id, lease_number) in (
    select * from unnest(cast(:ids as bigint[]), cast(:numbers as bigint[]))
)
""")
_ADVANCE: Final = text("""
update mailbox_pollings set lease_until = clock_timestamp() + :lease, account = :account,
    uidvalidity = :uidvalidity, last_uid = :last_uid, rereading_to = :rereading_to,
    unsettled = cast(:unsettled as bigint[]), postponed = cast(:postponed as jsonb),
    mails_taken = mails_taken + :taken
where mailbox_id = :mailbox_id and lease_number = :number returning mailbox_id
""")
_RELEASE: Final = text("""
update mailbox_pollings set lease_until = null, live = false, next_at = now() + :pause
where (mailbox_id, lease_number) in (
    select * from unnest(cast(:ids as bigint[]), cast(:numbers as bigint[]))
)
""")


class LeaseLost(Exception):
    """Somebody else is at the mailbox, or its settings changed: what was done is to be undone."""


@dataclass(slots=True)
class Position:
    """How far a folder is taken: see `MailboxPolling`."""

    account: str | None
    uidvalidity: int | None
    last_uid: int
    rereading_to: int
    unsettled: list[int] = field(default_factory=list)
    postponed: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Lease:
    """One worker's hold of a mailbox. `asked_at`: the wish to be polled that its next round fulfils."""

    mailbox_id: int
    number: int
    began_at: datetime
    position: Position
    asked_at: datetime | None = None
    failures: int = 0
    error_code: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A mailbox as it is seen from outside."""

    number: int
    asked_at: datetime | None
    due: bool


async def look(connection: AsyncConnection) -> dict[int, Standing]:
    """How all mailboxes stand whose mail is polled."""
    rows = await connection.execute(_LOOK)
    return {row.mailbox_id: Standing(row.lease_number, row.asked_at, row.due) for row in rows}


async def claim(session: AsyncSession, pace: Pace, most: int) -> list[Lease]:
    """Take mailboxes that are due and that nobody is at."""
    rows = await session.execute(_CLAIM, {"lease": timedelta(seconds=pace.lease), "most": most})
    return [_lease(dict(row)) for row in rows.mappings()]


async def renew(connection: AsyncConnection, leases: Sequence[Lease], pace: Pace) -> None:
    """Hold the leases; those that are lost or were given back stay so."""
    await connection.execute(_RENEW, _names(leases) | {"lease": timedelta(seconds=pace.lease)})


async def advance(
    session: AsyncSession, lease: Lease, position: Position, pace: Pace, taken: int = 0
) -> None:
    """Write how far the folder is taken, in the transaction that stores the mails. Raises `LeaseLost`."""
    values = {
        "lease": timedelta(seconds=pace.lease),
        "mailbox_id": lease.mailbox_id,
        "number": lease.number,
        "account": position.account,
        "uidvalidity": position.uidvalidity,
        "last_uid": position.last_uid,
        "rereading_to": position.rereading_to,
        "unsettled": position.unsettled,
        "postponed": json.dumps(position.postponed),
        "taken": taken,
    }
    if (await session.execute(_ADVANCE, values)).one_or_none() is None:
        raise LeaseLost


async def release(session: AsyncSession, leases: Sequence[Lease], pause: float = 0) -> None:
    """Let others at the mailboxes, after a pause."""
    await session.execute(_RELEASE, _names(leases) | {"pause": timedelta(seconds=pause)})


def _names(leases: Sequence[Lease]) -> dict[str, Any]:
    return {"ids": [each.mailbox_id for each in leases], "numbers": [each.number for each in leases]}


def _lease(given: dict[str, Any]) -> Lease:
    postponed = {int(uid): tries for uid, tries in given.pop("postponed").items()}
    names = ("account", "uidvalidity", "last_uid", "rereading_to", "unsettled")
    position = Position(**{name: given.pop(name) for name in names}, postponed=postponed)
    return Lease(**given, position=position)
