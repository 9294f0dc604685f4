"""Answering publicly."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotAllowed
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.tickets.actions.defaults import default_status
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.actions.set_status import find_status, take_status
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketMessageAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.models import StatusKind, Ticket
from deskbell.tickets.problems import TicketClosed
from deskbell.tickets.schemas import ReplyCreate

REOPENED = frozenset({StatusKind.pending, StatusKind.on_hold, StatusKind.solved})


async def reply(session: AsyncSession, actor: Actor, ticket: Ticket, body: ReplyCreate, channel: str) -> int:
    """Add a public message; returns its number.

    A customer's reply opens a ticket that waited or was solved. An agent's changes the status only when
    `status_id` says so. A closed ticket takes no reply: `TicketClosed`.
    """
    if ticket.status_kind == StatusKind.closed:
        raise TicketClosed("Open a new ticket, or set another status first.")
    if body.status_id is not None and not actor.is_staff:
        raise NotAllowed("Only agents may set a status with a reply.")
    voice = Voice(author_id=actor.account_id, by_staff=actor.is_staff, channel=channel)
    message_id = await say(session, actor, ticket, body, MessageKind.public, voice)
    facts: list[Event] = [
        TicketMessageAdded(
            ticket_id=ticket.id, version=touch(ticket), message_id=message_id, by_staff=actor.is_staff
        )
    ]
    if body.status_id is not None:
        facts += take_status(ticket, await find_status(session, body.status_id))
    elif not actor.is_staff and ticket.status_kind in REOPENED:
        facts += take_status(ticket, await default_status(session, StatusKind.open))
    await record(session, actor, *facts)
    return message_id
