"""Fixing mails: Message-ID, date and bytes are written down before anything is sent (T70)."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.composing.compose import compose
from deskbell.channels.email.composing.letter import Letter, UnsafeHeader
from deskbell.channels.email.inbound.models import KnownMail
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.outbox.actions.write import write
from deskbell.channels.email.outbox.desk import Desk, is_own, own_addresses, sender_for
from deskbell.channels.email.outbox.events import MailFailed
from deskbell.channels.email.outbox.facts.queries import SYSTEM, system_ticket
from deskbell.channels.email.outbox.kept import sealed
from deskbell.channels.email.outbox.models import (
    SECRET_KINDS,
    MailState,
    OutgoingContent,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.channels.email.outbox.queries import system_recipients
from deskbell.channels.email.outbox.writing import Envelope, NothingToSay, Sender, has_null_path, mailbox
from deskbell.channels.email.threads import plain_id
from deskbell.core.storage import FileMissing
from deskbell.events.record import record
from deskbell.settings.queries import helpdesk

BATCH = 20
OWN_MAILBOX = "This is one of our own mailboxes."
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
    return sum([await _fix(session, desk, names, mail) for mail in mails])


async def _fix(session: AsyncSession, desk: Desk, names: Names, mail: OutgoingMail) -> int:
    ticket = await system_ticket(session, mail.ticket_id) if mail.ticket_id else None
    department = ticket.department_id if ticket else None
    sender = sender_for(desk.settings, names.mailboxes, names.helpdesk, department)
    if sender is None:
        return 0
    try:
        async with session.begin_nested():
            envelope = await _envelope(session, desk, names.own, mail, sender)
            letter = await write(session, desk, mail, envelope, ticket)
            raw = await asyncio.to_thread(compose, letter, desk.dkim)
            await _keep(session, desk, mail, envelope, letter, raw)
    except UNWRITABLE as error:
        await session.refresh(mail)
        await fail_unwritten(session, mail, str(error) or "It could not be written.")
    return 1


async def _envelope(
    session: AsyncSession, desk: Desk, own: frozenset[str], mail: OutgoingMail, sender: Sender
) -> Envelope:
    """The headers' people; whoever is one of our own mailboxes gets nothing (T59)."""
    people = await system_recipients(session, [mail.id])
    ours = [each for each in people if is_own(each.address, own)]
    others = [each for each in people if each not in ours]
    if not others:
        raise NothingToSay(OWN_MAILBOX)
    if ours:
        refused = update(OutgoingRecipient).where(OutgoingRecipient.id.in_([each.id for each in ours]))
        await session.execute(refused.values(state=MailState.failed, answer=OWN_MAILBOX))
    to = tuple(mailbox(each.address, each.name) for each in others if not each.copied)
    cc = tuple(mailbox(each.address, each.name) for each in others if each.copied)
    reply_to = (
        desk.signer.reply_address(sender.address, mail.ticket_id, mail.user_id) if mail.ticket_id else ""
    )
    return Envelope(
        sender=sender,
        to=to or cc,
        cc=cc if to else (),
        message_id=desk.signer.message_id(sender.domain, mail.ticket_id, mail.id),
        date=datetime.now(UTC).replace(microsecond=0),
        reply_to=reply_to,
    )


async def _keep(
    session: AsyncSession, desk: Desk, mail: OutgoingMail, envelope: Envelope, letter: Letter, raw: bytes
) -> None:
    """Write down what is fixed from now on; what holds a secret is sealed."""
    mail.internet_id = plain_id(envelope.message_id)
    mail.mail_date = envelope.date
    mail.mailbox_id = envelope.sender.mailbox_id
    mail.subject, mail.size = letter.subject, len(raw)
    if not has_null_path(mail.kind):
        mail.return_path = desk.signer.bounce_address(envelope.sender.address, mail.id)
    secret = mail.kind in SECRET_KINDS
    stored = sealed(desk.sealer, mail.id, raw) if secret else raw
    await session.flush()
    await session.execute(insert(OutgoingContent).values(mail_id=mail.id, raw=stored, sealed=secret))
    if mail.ticket_id is not None:
        known = insert(KnownMail).values(
            internet_id=mail.internet_id, ticket_id=mail.ticket_id, outgoing=True
        )
        await session.execute(known)


async def fail_unwritten(session: AsyncSession, mail: OutgoingMail, reason: str) -> None:
    """Give up a mail that can't be written, until somebody retries it."""
    mail.state, mail.reason, mail.ended_at = MailState.failed, reason[:500], datetime.now(UTC)
    await session.flush()
    fact = MailFailed(outgoing_mail_id=mail.id, ticket_id=mail.ticket_id, message_id=mail.message_id)
    await record(session, SYSTEM, fact)
