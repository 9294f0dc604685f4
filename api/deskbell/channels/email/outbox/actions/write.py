"""Writing a mail: what its kind says, with what the database holds at this moment."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails.actions.issue import issue
from deskbell.channels.email.composing.letter import Attachment, Letter, content_id_of
from deskbell.channels.email.outbox.desk import Desk
from deskbell.channels.email.outbox.facts.queries import (
    TicketFacts,
    system_agent_sees,
    system_conversation,
    system_name_of,
    system_references,
    system_storage_keys,
)
from deskbell.channels.email.outbox.models import SECRET_KINDS, MailKind
from deskbell.channels.email.outbox.writing import (
    Envelope,
    NothingToSay,
    Ordered,
    notice_letter,
    notice_words,
    receipt_letter,
    reply_letter,
)


async def write(
    session: AsyncSession, desk: Desk, mail: Ordered, envelope: Envelope, ticket: TicketFacts | None
) -> Letter:
    """The letter of a mail. Raises `NothingToSay`."""
    if mail.kind in SECRET_KINDS:
        address, helpdesk = envelope.to[0].address, envelope.sender.helpdesk
        words = await issue(session, mail, address, helpdesk, desk.settings.base_url, ticket)
        return notice_letter(envelope, words)
    if ticket is None or mail.ticket_id is None:
        raise NothingToSay("The ticket was deleted.")
    envelope = replace(envelope, references=await system_references(session, ticket.id))
    if mail.kind == MailKind.receipt:
        return receipt_letter(envelope, ticket)
    if mail.kind == MailKind.notice:
        return await _notice(session, desk, mail, envelope, ticket)
    return await _reply(session, desk, mail, envelope, ticket)


async def _notice(
    session: AsyncSession, desk: Desk, mail: Ordered, envelope: Envelope, ticket: TicketFacts
) -> Letter:
    """News for the responsible agent, with the rights of this moment; without a message, the last words."""
    if mail.user_id is None or not await system_agent_sees(session, mail.user_id, ticket.id):
        raise NothingToSay("This agent can't see the ticket any more.")
    said = await system_conversation(session, ticket.id, mail.message_id)
    if not said:
        raise NothingToSay("The message was deleted.")
    assigned_by = None if mail.message_id else await system_name_of(session, mail.ordered_by_id)
    link = f"{desk.settings.base_url}/agent/tickets/{ticket.id}"
    return notice_letter(envelope, notice_words(envelope.sender.helpdesk, ticket, said[0], link, assigned_by))


async def _reply(
    session: AsyncSession, desk: Desk, mail: Ordered, envelope: Envelope, ticket: TicketFacts
) -> Letter:
    """An answer with its files; earlier messages are quoted to the requester alone, others have no claim."""
    said = await system_conversation(session, ticket.id, mail.message_id or 0)
    if not said:
        raise NothingToSay("The message was deleted.")
    message, *before = said
    alone = not envelope.others and mail.user_id == ticket.requester_id
    files = message["files"] or []
    keys = await system_storage_keys(session, [UUID(file["id"]) for file in files]) if files else {}
    attachments = []
    for file in files:
        file_id = UUID(file["id"])
        chunks = [chunk async for chunk in await desk.storage.read(keys[file_id])]
        content_id = content_id_of(file_id) if file["inline"] else ""
        attachments.append(Attachment(file["name"], file["content_type"], b"".join(chunks), content_id))
    return reply_letter(envelope, ticket, message, before if alone else (), tuple(attachments))
