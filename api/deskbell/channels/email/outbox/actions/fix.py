"""Fixing mails: Message-ID, date and bytes are written down before anything is sent (T70)."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, cast

import structlog
from sqlalchemy import BigInteger, BindParameter, String, Table, bindparam, insert, text, true, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.composing.compose import compose
from deskbell.channels.email.composing.letter import Letter, UnsafeHeader
from deskbell.channels.email.inbound.models import KnownMail
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.outbox.actions.write import write
from deskbell.channels.email.outbox.desk import Desk, is_own, own_addresses, sender_for
from deskbell.channels.email.outbox.events import MailFailed
from deskbell.channels.email.outbox.facts.queries import (
    SYSTEM,
    Recipient,
    TicketFacts,
    system_recipients,
    system_tickets,
)
from deskbell.channels.email.outbox.kept import sealed
from deskbell.channels.email.outbox.models import (
    SECRET_KINDS,
    MailState,
    OutgoingContent,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.channels.email.outbox.writing import (
    Envelope,
    NothingToSay,
    Ordered,
    Sender,
    has_null_path,
    mailbox,
)
from deskbell.channels.email.threads import plain_id
from deskbell.core.prepared import Prepared
from deskbell.core.storage import FileMissing, StorageAway
from deskbell.events.record import record
from deskbell.settings.queries import helpdesk

BATCH: Final = 20
OUR_FAULT: Final = "It could not be written: a fault of ours, which was logged."
OWN_MAILBOX: Final = "This is one of our own mailboxes."
UNWRITABLE: Final = (NothingToSay, UnsafeHeader, FileMissing, UnicodeError)
_MAILS, _CONTENTS = cast("Table", OutgoingMail.__table__), cast("Table", OutgoingContent.__table__)
_KNOWN = cast("Table", KnownMail.__table__)


def _bound(table: Table, *names: str) -> dict[str, BindParameter[Any]]:
    return {name: bindparam(name, type_=table.c[name].type) for name in names}


_UNFIXED = Prepared(
    text("""
select id, kind, ticket_id, message_id, user_id, ordered_by_id from outgoing_mails
where internet_id is null and state = 'queued' order by id limit :most for update skip locked
""").bindparams(bindparam("most", type_=BigInteger))
)
_FIX = Prepared(
    update(_MAILS)
    .where(_MAILS.c.id == bindparam("mail_id", type_=BigInteger))
    .values(_bound(_MAILS, "internet_id", "mail_date", "mailbox_id", "return_path", "subject", "size"))
)
_KEEP = Prepared(insert(_CONTENTS).values(_bound(_CONTENTS, "mail_id", "raw", "sealed")))
_KNOW = Prepared(insert(_KNOWN).values({**_bound(_KNOWN, "internet_id", "ticket_id"), "outgoing": true()}))
_FAIL = Prepared(
    text("""
update outgoing_mails set state = 'failed', reason = :reason, ended_at = clock_timestamp() where id = :id
""").bindparams(bindparam("id", type_=BigInteger), bindparam("reason", type_=String))
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Names:
    """In whose names mail goes out now."""

    mailboxes: dict[int, Mailbox]
    helpdesk: str
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Written:
    """A mail with its words; `raw` are its bytes once it was composed, or why it can't be."""

    mail: Ordered
    envelope: Envelope
    letter: Letter
    raw: bytes | Exception = b""


async def fix_next(session: AsyncSession, desk: Desk) -> int:
    """Fix the mails that are not yet, some at a time; how many, and none while nobody is there to send them.

    What can't be written fails with the reason; it can be retried by hand.
    """
    mails = [Ordered(**row) for row in await _UNFIXED.all(session, {"most": BATCH})]
    if not mails:
        return 0
    boxes = await system_mailboxes(session)
    names = Names(boxes, (await helpdesk(session)).name, own_addresses(desk.settings, boxes))
    people = await system_recipients(session, [mail.id for mail in mails])
    tickets = await system_tickets(session, [mail.ticket_id for mail in mails if mail.ticket_id])
    done, written = 0, []
    for mail in mails:
        ticket = tickets.get(mail.ticket_id or 0)
        sender = sender_for(desk.settings, boxes, names.helpdesk, ticket.department_id if ticket else None)
        if sender is None:
            continue
        done += 1
        one = await _written(session, desk, names.own, sender, mail, people[mail.id], ticket)
        written += [one] if one else []
    await _keep(session, desk, await asyncio.to_thread(_composed, desk, written))
    return done


async def _written(
    session: AsyncSession,
    desk: Desk,
    own: frozenset[str],
    sender: Sender,
    mail: Ordered,
    people: Sequence[Recipient],
    ticket: TicketFacts | None,
) -> Written | None:
    """The mail with its words; nothing where it failed."""
    try:
        others = await _without_ourselves(session, own, people)
        envelope = _envelope(desk, mail, sender, others, shared=len(people) > 1)
        async with _undone_by_refusal(session, mail):
            letter = await write(session, desk, mail, envelope, ticket)
            raw = compose(letter, desk.dkim) if mail.kind in SECRET_KINDS else b""
    except (SQLAlchemyError, StorageAway):
        raise  # away for now: nothing of it is the mail's fault
    except Exception as error:  # noqa: BLE001 - one mail that nobody can write keeps no other from going out
        await _fail(session, mail, error)
        return None
    return Written(mail, envelope, letter, raw)


def _composed(desk: Desk, written: Sequence[Written]) -> list[Written]:
    """The same with their bytes."""
    return [each if each.raw else replace(each, raw=_bytes_of(desk, each.letter)) for each in written]


def _bytes_of(desk: Desk, letter: Letter) -> bytes | Exception:
    try:
        return compose(letter, desk.dkim)
    except Exception as error:  # noqa: BLE001 - it is told where it can be written down
        return error


def _undone_by_refusal(session: AsyncSession, mail: Ordered) -> AbstractAsyncContextManager[object]:
    """Links are made while their mails are written: what can't be written has made none."""
    return session.begin_nested() if mail.kind in SECRET_KINDS else nullcontext()


async def _without_ourselves(
    session: AsyncSession, own: frozenset[str], people: Sequence[Recipient]
) -> list[Recipient]:
    """Whoever is one of our own mailboxes gets nothing (T59). Raises `NothingToSay` where nobody is left."""
    ours = [each.id for each in people if is_own(each.address, own)]
    if len(ours) == len(people):
        raise NothingToSay(OWN_MAILBOX)
    if ours:
        refused = update(OutgoingRecipient).where(OutgoingRecipient.id.in_(ours))
        await session.execute(refused.values(state=MailState.failed, answer=OWN_MAILBOX))
    return [each for each in people if each.id not in ours]


def _envelope(
    desk: Desk, mail: Ordered, sender: Sender, people: Sequence[Recipient], *, shared: bool
) -> Envelope:
    """What every mail has: its people, its id, its moment, and where answers go."""
    to = tuple(mailbox(each.address, each.name) for each in people if not each.copied)
    cc = tuple(mailbox(each.address, each.name) for each in people if each.copied)
    ticket_id = mail.ticket_id
    return Envelope(
        sender=sender,
        to=to or cc,
        cc=cc if to else (),
        message_id=desk.signer.message_id(sender.domain, ticket_id, mail.id),
        date=datetime.now(UTC).replace(microsecond=0),
        reply_to=desk.signer.reply_address(sender.address, ticket_id, mail.user_id) if ticket_id else "",
        others=shared,
    )


async def _keep(session: AsyncSession, desk: Desk, composed: Sequence[Written]) -> None:
    """Write down what is fixed from now on; what holds a secret is sealed."""
    rows = []
    for each in composed:
        if isinstance(each.raw, Exception):
            await _fail(session, each.mail, each.raw)
        else:
            rows.append(_row(desk, each, each.raw))
    for statement in (_FIX, _KEEP) if rows else ():
        await statement.each(session, rows)
    known = [row for row in rows if row["ticket_id"] is not None]
    if known:
        await _KNOW.each(session, known)


def _row(desk: Desk, each: Written, raw: bytes) -> dict[str, Any]:
    mail, envelope = each.mail, each.envelope
    secret = mail.kind in SECRET_KINDS
    automatic = has_null_path(mail.kind)
    return {
        "mail_id": mail.id,
        "ticket_id": mail.ticket_id,
        "internet_id": plain_id(envelope.message_id),
        "mail_date": envelope.date,
        "mailbox_id": envelope.sender.mailbox_id,
        "return_path": "" if automatic else desk.signer.bounce_address(envelope.sender.address, mail.id),
        "subject": each.letter.subject,
        "size": len(raw),
        "raw": sealed(desk.sealer, mail.id, raw) if secret else raw,
        "sealed": secret,
    }


async def _fail(session: AsyncSession, mail: Ordered, error: Exception) -> None:
    """Give up a mail that can't be written, until somebody retries it."""
    reason = str(error) if isinstance(error, UNWRITABLE) else ""
    if not isinstance(error, UNWRITABLE):
        log.error("mail.not_written", mail_id=mail.id, exc_info=error)
    await _FAIL.all(session, {"id": mail.id, "reason": (reason or OUR_FAULT)[:500]})
    fact = MailFailed(outgoing_mail_id=mail.id, ticket_id=mail.ticket_id, message_id=mail.message_id)
    await record(session, SYSTEM, fact)
