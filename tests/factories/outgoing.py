"""Mails that go out, for tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

from sqlalchemy import select

from deskbell.channels.email.outbox.actions.fix import fix_next
from deskbell.channels.email.outbox.actions.order import To, Wanted, order
from deskbell.channels.email.outbox.desk import open_desk
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.outbox.models import MailKind, OutgoingContent, OutgoingMail, OutgoingRecipient
from deskbell.tickets.models import TicketCopy

ADDRESS = "support@desk.test"


def make_desk_of(settings, **changes):
    """The sender's desk with other settings."""
    changes = {"mail_address": ADDRESS, **changes}
    return replace(open_desk(settings), settings=settings.model_copy(update=changes))


async def make_copy(session, ticket, address, *, before=True):
    """Somebody who is copied, since before or after what is said now."""
    moment = datetime.now(UTC) + timedelta(hours=-1 if before else 1)
    session.add(TicketCopy(ticket_id=ticket.id, address=address, created_at=moment))
    await session.flush()


async def mails_of(session, ticket_id=None):
    """Every outgoing mail (of a ticket), in order."""
    statement = select(OutgoingMail).order_by(OutgoingMail.id)
    if ticket_id is not None:
        statement = statement.where(OutgoingMail.ticket_id == ticket_id)
    return list(await session.scalars(statement.execution_options(populate_existing=True)))


async def recipients_of(session, mail):
    """The recipients of a mail, in order."""
    statement = select(OutgoingRecipient).where(OutgoingRecipient.mail_id == mail.id)
    ordered = statement.order_by(OutgoingRecipient.position)
    return list(await session.scalars(ordered.execution_options(populate_existing=True)))


async def fix_all(session, desk):
    """Fix what was ordered; the mails."""
    while await fix_next(session, desk):
        pass
    return await mails_of(session)


async def raw_of(session, mail):
    """The bytes of a mail as they are stored."""
    return await session.scalar(select(OutgoingContent.raw).where(OutgoingContent.mail_id == mail.id))


async def parsed(session, mail):
    """A mail as a reader sees it."""
    return message_from_bytes(await raw_of(session, mail), policy=default)


def text_in(message):
    """All that is said in a mail: headers and decoded texts."""
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *map(str, parts)])


async def make_outgoing(session, ticket, *, subject="Re: It is broken", raw=b"Subject: x\r\n\r\nx"):
    """A mail about a ticket that was written and refused."""
    to = [To("somebody@example.org")]
    mail_id = await order(session, SYSTEM, Wanted(MailKind.reply, to, ticket_id=ticket.id))
    mail = await session.get(OutgoingMail, mail_id)
    mail.state, mail.subject, mail.internet_id = "failed", subject, f"{mail_id}@desk.test"
    session.add(OutgoingContent(mail_id=mail_id, raw=raw))
    await session.flush()
    return mail
