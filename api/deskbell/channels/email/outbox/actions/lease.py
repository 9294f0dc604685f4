"""Leases: which sender is at which mail. The attempt's number is the token: one that is late does nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ARRAY, BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.outbox.events import MailDeferred, MailUncertain
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.outbox.models import MailState
from deskbell.channels.email.outbox.pace import Pace
from deskbell.core.prepared import Prepared, Source
from deskbell.events.record import record

LOST = "The sender was stopped while it waited for the mail server's answer."
BEGUN_AGAIN = "The sender was stopped before the mail was handed over."

_CLAIM = text("""
update outgoing_mails as mail set state = 'sending', attempts = mail.attempts + 1, handed_over_at = null,
    lease_until = clock_timestamp() + :lease,
    give_up_at = coalesce(mail.give_up_at, clock_timestamp() + :patience)
from (
    select id from outgoing_mails
    where state in ('queued', 'deferred') and internet_id is not null and next_at <= now()
        and (mailbox_id = any(:mailboxes) or (:without and mailbox_id is null))
    order by next_at, id limit :most for update skip locked
) as due
where mail.id = due.id
returning mail.id, mail.attempts, mail.mailbox_id, mail.return_path,
    (select array_agg(address order by position) from outgoing_recipients
        where mail_id = mail.id and state in ('queued', 'deferred')),
    (select raw from outgoing_contents where mail_id = mail.id),
    coalesce((select sealed from outgoing_contents where mail_id = mail.id), false)
""")
_RENEW = text("""
update outgoing_mails set lease_until = clock_timestamp() + :lease where state = 'sending' and id = any(:ids)
""")
_HAND_OVER = Prepared(
    text("""
update outgoing_mails as mail set handed_over_at = clock_timestamp()
from unnest(:ids, :attempts) as given(id, attempt)
where mail.id = given.id and mail.attempts = given.attempt and mail.state = 'sending'
    and mail.lease_until > clock_timestamp()
returning mail.id
""").bindparams(bindparam("ids", type_=ARRAY(BigInteger)), bindparam("attempts", type_=ARRAY(BigInteger)))
)
_EXPIRED = text("""
select id from outgoing_mails where state = 'sending' and lease_until < clock_timestamp()
order by id limit 100 for update skip locked
""")
_END = text("""
update outgoing_mails set lease_until = null, next_at = clock_timestamp(),
    state = case when handed_over_at is null then 'deferred' else 'uncertain' end,
    reason = case when handed_over_at is null then :begun_again else :lost end
where id = any(:ids) returning id, ticket_id, message_id, state, attempts
""")
_MARK = text("""
update outgoing_recipients set state = 'uncertain', answer = :lost, settled_at = clock_timestamp()
where mail_id = any(:ids) and state in ('queued', 'deferred')
""")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one mail; nobody else is at it while the lease lasts. `raw` is as it is kept."""

    mail_id: int
    number: int
    mailbox_id: int | None
    return_path: str
    addresses: tuple[str, ...] = ()
    raw: bytes | None = field(default=None, repr=False)
    sealed: bool = False


async def claim(
    session: AsyncSession, pace: Pace, mailboxes: Sequence[int], *, without: bool, most: int
) -> list[Attempt]:
    """Take mails that are due, of these mailboxes and (`without`) of none."""
    values = {
        "lease": timedelta(seconds=pace.lease),
        "patience": timedelta(seconds=pace.patience),
        "mailboxes": list(mailboxes),
        "without": without,
        "most": most,
    }
    rows = await session.execute(_CLAIM, values)
    return [Attempt(row[0], row[1], row[2], row[3], tuple(row[4] or ()), row[5], row[6]) for row in rows]


async def renew(connection: AsyncConnection, mail_ids: Sequence[int], pace: Pace) -> None:
    """Hold the leases of mails that are still at work."""
    await connection.execute(_RENEW, {"ids": list(mail_ids), "lease": timedelta(seconds=pace.lease)})


async def hand_over(source: Source, attempt: Attempt) -> bool:
    """Note that the mail is about to be said complete; False when the lease is lost, and it must not be."""
    return attempt.mail_id in await hand_over_all(source, [attempt])


async def hand_over_all(source: Source, attempts: Sequence[Attempt]) -> set[int]:
    """The same of many mails; those of them that may be said complete."""
    values = {"ids": [each.mail_id for each in attempts], "attempts": [each.number for each in attempts]}
    return {row["id"] for row in await _HAND_OVER.all(source, values)}


async def end_lost(session: AsyncSession) -> int:
    """End the attempts of senders that were killed; how many.

    One that handed nothing over is begun again by itself; else the mail is uncertain, and a person decides.
    """
    ids = list(await session.scalars(_EXPIRED))
    if not ids:
        return 0
    ended = (await session.execute(_END, {"ids": ids, "lost": LOST, "begun_again": BEGUN_AGAIN})).all()
    uncertain = [row.id for row in ended if row.state == MailState.uncertain]
    if uncertain:
        await session.execute(_MARK, {"ids": uncertain, "lost": LOST})
    for row in ended:
        about = {"outgoing_mail_id": row.id, "ticket_id": row.ticket_id, "message_id": row.message_id}
        fact = MailUncertain(**about) if row.id in uncertain else MailDeferred(**about, attempts=row.attempts)
        await record(session, SYSTEM, fact)
    return len(ended)
