"""Sending a mail once more, because a person said so: the same bytes, with the same Message-ID."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.events import MailRetried
from deskbell.channels.email.outbox.models import (
    RETRIABLE,
    SECRET_KINDS,
    MailState,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.channels.email.outbox.problems import MailNotRetriable
from deskbell.channels.email.outbox.queries import visible_to
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.queries import get_allowed


async def retry(session: AsyncSession, actor: Actor, mail_id: int) -> OutgoingMail:
    """Try a mail again now, for those recipients whom it has not surely reached. Raises `NotFound`.

    Raises `MailNotRetriable` when it was accepted, is being sent, or waits for its first attempt anyway.
    """
    statement = visible_to(actor).where(OutgoingMail.id == mail_id)
    mail = await session.scalar(statement.with_for_update(of=OutgoingMail))
    if mail is None:
        raise NotFound
    if actor.level is Level.agent and mail.ticket_id is not None:
        await get_allowed(session, actor, Act.reply, mail.ticket_id)
    gone = mail.kind in SECRET_KINDS and mail.state == MailState.failed
    if gone or mail.state not in RETRIABLE:
        raise MailNotRetriable
    again = update(OutgoingRecipient).where(
        OutgoingRecipient.mail_id == mail.id, OutgoingRecipient.state.in_(RETRIABLE)
    )
    await session.execute(again.values(state=MailState.queued))
    mail.state, mail.next_at, mail.give_up_at, mail.ended_at = MailState.queued, func.now(), None, None
    await session.flush()
    fact = MailRetried(outgoing_mail_id=mail.id, ticket_id=mail.ticket_id, message_id=mail.message_id)
    await record(session, actor, fact)
    await session.refresh(mail)
    return mail
