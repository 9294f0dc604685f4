"""Writing down how a poll went, for the admin panel and for the next one."""

from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.imap.failure import ImapFailed
from deskbell.channels.email.mailboxes.events import MailboxPollingFailed, MailboxPollingRecovered
from deskbell.channels.email.polling.leases import Lease, LeaseLost
from deskbell.channels.email.polling.pace import Pace
from deskbell.core.auth import Actor, Level
from deskbell.events.record import record

SYSTEM: Final = Actor(kind="system", level=Level.user)

_SUCCEED: Final = text("""
update mailbox_pollings set polled_at = now(), live = :live, failures = 0, error_code = null, error = null,
    asked_at = case when asked_at is distinct from cast(:asked_at as timestamptz) then asked_at end,
    next_at = now() + :interval,
    lease_until = clock_timestamp() + :lease
where mailbox_id = :mailbox_id and lease_number = :number returning mailbox_id
""")
_FAIL: Final = text("""
update mailbox_pollings set live = false, failures = failures + 1, error_code = :code, error = :error,
    asked_at = case when asked_at is distinct from cast(:asked_at as timestamptz) then asked_at end,
    next_at = now() + :pause, lease_until = null
where mailbox_id = :mailbox_id and lease_number = :number returning mailbox_id
""")


async def note_success(session: AsyncSession, lease: Lease, pace: Pace, *, live: bool) -> None:
    """The folder is looked through; `live`: its server tells of news. Raises `LeaseLost`."""
    values = _names(lease) | {
        "live": live,
        "interval": timedelta(seconds=pace.idle if live else pace.interval),
        "lease": timedelta(seconds=pace.lease),
    }
    if (await session.execute(_SUCCEED, values)).one_or_none() is None:
        raise LeaseLost
    if lease.failures:
        await record(session, SYSTEM, MailboxPollingRecovered(mailbox_id=lease.mailbox_id))


async def note_failure(session: AsyncSession, lease: Lease, failure: ImapFailed, pace: Pace) -> None:
    """It failed, and the lease is given up. A fact is recorded when the cause is another than before."""
    values = _names(lease) | {
        "code": failure.cause.value,
        "error": str(failure),
        "pause": pace.pause(failure.cause, lease.failures + 1),
    }
    if (await session.execute(_FAIL, values)).one_or_none() is None:
        return
    if lease.error_code != failure.cause.value:
        fact = MailboxPollingFailed(mailbox_id=lease.mailbox_id, code=failure.cause)
        await record(session, SYSTEM, fact)


def _names(lease: Lease) -> dict[str, object]:
    return {"mailbox_id": lease.mailbox_id, "number": lease.number, "asked_at": lease.asked_at}
