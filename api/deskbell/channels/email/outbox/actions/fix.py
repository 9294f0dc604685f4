"""Fixing mails: Message-ID, date and bytes are written down before anything is sent (T70)."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import structlog
from sqlalchemy import BigInteger, BindParameter, Table, bindparam, insert, select, true, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.composing.compose import compose
from deskbell.channels.email.composing.letter import UnsafeHeader
from deskbell.channels.email.inbound.models import KnownMail
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.outbox.actions.write import write
from deskbell.channels.email.outbox.desk import Desk, is_own, own_addresses, sender_for
from deskbell.channels.email.outbox.events import MailFailed
from deskbell.channels.email.outbox.facts.queries import SYSTEM, Recipient, system_recipients, system_ticket
from deskbell.channels.email.outbox.kept import sealed
from deskbell.channels.email.outbox.models import (
    SECRET_KINDS,
    MailState,
    OutgoingContent,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.channels.email.outbox.writing import Envelope, NothingToSay, Sender, has_null_path, mailbox
from deskbell.channels.email.threads import plain_id
from deskbell.core.prepared import Prepared
from deskbell.core.storage import FileMissing
from deskbell.events.record import record
from deskbell.settings.queries import helpdesk

BATCH = 20
OUR_FAULT = "It could not be written: a fault of ours, which was logged."
_MAILS, _CONTENTS = cast("Table", OutgoingMail.__table__), cast("Table", OutgoingContent.__table__)
_KNOWN = cast("Table", KnownMail.__table__)


def _bound(table: Table, *names: str) -> dict[str, BindParameter[Any]]:
    return {name: bindparam(name, type_=table.c[name].type) for name in names}


_FIX = Prepared(
    update(_MAILS)
    .where(_MAILS.c.id == bindparam("mail_id", type_=BigInteger))
    .values(_bound(_MAILS, "internet_id", "mail_date", "mailbox_id", "return_path", "subject", "size"))
)
_KEEP = Prepared(insert(_CONTENTS).values(_bound(_CONTENTS, "mail_id", "raw", "sealed")))
_KNOW = Prepared(insert(_KNOWN).values({**_bound(_KNOWN, "internet_id", "ticket_id"), "outgoing": true()}))
OWN_MAILBOX = "This is one of our own mailboxes."
log = structlog.get_logger(__name__)
UNWRITABLE = (NothingToSay, UnsafeHeader, FileMissing, UnicodeError)


@dataclass(frozen=True, slots=True)
class Names:
    """In whose names mail goes out now."""

    mailboxes: dict[int, Mailbox]
    helpdesk: str
    own: frozenset[str]


async def fix_next(session: AsyncSession, desk: Desk) -> int:
    """Fix the mails that are not yet, some at a time; how many, and none while nobody is there to send them.

    What can't be written fails with the reason; it can be retried by hand.
    """
    waiting = (OutgoingMail.internet_id.is_(None), OutgoingMail.state == MailState.queued)
    statement = select(OutgoingMail).where(*waiting).order_by(OutgoingMail.id).limit(BATCH)
    mails = list(await session.scalars(statement.with_for_update(skip_locked=True)))
    if not mails:
        return 0
    boxes = await system_mailboxes(session)
    names = Names(boxes, (await helpdesk(session)).name, own_addresses(desk.settings, boxes))
    people = await system_recipients(session, [mail.id for mail in mails])
    return sum([await _fix(session, desk, names, mail, people[mail.id]) for mail in mails])


async def _fix(
    session: AsyncSession, desk: Desk, names: Names, mail: OutgoingMail, people: Sequence[Recipient]
) -> int:
    ticket = await system_ticket(session, mail.ticket_id) if mail.ticket_id else None
    department = ticket.department_id if ticket else None
    sender = sender_for(desk.settings, names.mailboxes, names.helpdesk, department)
    if sender is None:
        return 0
    try:
        others = await _without_ourselves(session, names.own, people)
        envelope = _envelope(desk, mail, sender, others, shared=len(people) > 1)
        async with _undone_by_refusal(session, mail):
            letter = await write(session, desk, mail, envelope, ticket)
            raw = await asyncio.to_thread(compose, letter, desk.dkim)
    except UNWRITABLE as error:
        await fail_unwritten(session, mail, str(error) or OUR_FAULT)
    except SQLAlchemyError:
        raise
    except Exception as error:  # one mail that nobody can write keeps no other from going out
        log.exception("mail.not_written", mail_id=mail.id, exc_info=error)
        await fail_unwritten(session, mail, OUR_FAULT)
    else:
        await _keep(session, desk, mail, envelope, letter.subject, raw)
    return 1


def _undone_by_refusal(session: AsyncSession, mail: OutgoingMail) -> AbstractAsyncContextManager[object]:
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
    desk: Desk, mail: OutgoingMail, sender: Sender, people: Sequence[Recipient], *, shared: bool
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


async def _keep(
    session: AsyncSession, desk: Desk, mail: OutgoingMail, envelope: Envelope, subject: str, raw: bytes
) -> None:
    """Write down what is fixed from now on; what holds a secret is sealed."""
    secret = mail.kind in SECRET_KINDS
    automatic = has_null_path(mail.kind)
    values = {
        "mail_id": mail.id,
        "ticket_id": mail.ticket_id,
        "internet_id": plain_id(envelope.message_id),
        "mail_date": envelope.date,
        "mailbox_id": envelope.sender.mailbox_id,
        "return_path": "" if automatic else desk.signer.bounce_address(envelope.sender.address, mail.id),
        "subject": subject,
        "size": len(raw),
        "raw": sealed(desk.sealer, mail.id, raw) if secret else raw,
        "sealed": secret,
    }
    for statement in (_FIX, _KEEP, *([_KNOW] if mail.ticket_id is not None else [])):
        await statement.all(session, values)


async def fail_unwritten(session: AsyncSession, mail: OutgoingMail, reason: str) -> None:
    """Give up a mail that can't be written, until somebody retries it."""
    mail.state, mail.reason, mail.ended_at = MailState.failed, reason[:500], datetime.now(UTC)
    await session.flush()
    fact = MailFailed(outgoing_mail_id=mail.id, ticket_id=mail.ticket_id, message_id=mail.message_id)
    await record(session, SYSTEM, fact)
