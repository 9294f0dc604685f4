"""Leases and waits that end before their time: a server is back, or a sender stops."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, Boolean, bindparam, text

from deskbell.channels.email.outbox.actions.lease import Attempt
from deskbell.core.prepared import Prepared, Source

_NUMBERS = ARRAY(BigInteger)
_WAKE = Prepared(
    text("""
update outgoing_mails set next_at = clock_timestamp() where id in (
    select id from outgoing_mails
    where state = 'deferred' and waits_for_server and next_at > clock_timestamp()
        and (mailbox_id = any(:mailboxes) or (:without and mailbox_id is null))
    order by next_at, id limit :most for update skip locked
) returning id
""").bindparams(
        bindparam("mailboxes", type_=_NUMBERS),
        bindparam("without", type_=Boolean),
        bindparam("most", type_=BigInteger),
    )
)
_GIVE_BACK = Prepared(
    text("""
update outgoing_mails as mail set lease_until = null, attempts = mail.attempts - 1,
    state = case when mail.attempts = 1 then 'queued' else 'deferred' end
from unnest(:ids, :attempts) as given(id, attempt)
where mail.id = given.id and mail.attempts = given.attempt and mail.state = 'sending'
    and mail.handed_over_at is null
returning mail.id
""").bindparams(bindparam("ids", type_=_NUMBERS), bindparam("attempts", type_=_NUMBERS))
)


async def wake(source: Source, mailboxes: Sequence[int], *, without: bool, most: int) -> int:
    """Let mails that wait for a server be tried now: of these mailboxes and (`without`) of none; how many."""
    values = {"mailboxes": list(mailboxes), "without": without, "most": most}
    return len(await _WAKE.all(source, values))


async def give_back(source: Source, attempts: Sequence[Attempt]) -> None:
    """Undo attempts that were never begun."""
    values = {"ids": [each.mail_id for each in attempts], "attempts": [each.number for each in attempts]}
    await _GIVE_BACK.all(source, values)
