"""Writing an internal note."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketNoteAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.models import Ticket
from deskbell.tickets.schemas import MessageBody


async def add_note(
    session: AsyncSession, actor: Actor, ticket: Ticket, body: MessageBody, channel: str
) -> Mapping[str, Any]:
    """Add a note that only agents read; returns it as `say` does. Works on a closed ticket too."""
    voice = Voice(author_id=actor.account_id, by_staff=True, channel=channel)
    version = touch(ticket)
    message = await say(session, actor, ticket, body, MessageKind.internal, voice)
    added = TicketNoteAdded(ticket_id=ticket.id, version=version, message_id=message["id"])
    await record(session, actor, added)
    return message
