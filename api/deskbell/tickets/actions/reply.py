"""Answering publicly."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotAllowed
from deskbell.events.record import record
from deskbell.tickets.actions.defaults import default_status
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.actions.set_status import find_status, take_status
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketMessageAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.models import StatusKind, Ticket
from deskbell.tickets.problems import TicketClosed
from deskbell.tickets.reading import REOPEN
from deskbell.tickets.schemas import ReplyCreate
from deskbell.user_groups.queries import system_account_holds

REOPENED = frozenset({StatusKind.pending, StatusKind.on_hold, StatusKind.solved})


async def reply(
    session: AsyncSession, actor: Actor, ticket: Ticket, body: ReplyCreate, channel: str
) -> Mapping[str, Any]:
    """Add a public message; returns it as `say` does.

    A customer's reply opens a ticket that waited or was solved. An agent's changes the status only when
    `status_id` says so. A closed ticket takes no reply: `TicketClosed`; a solved one none of a customer
    without the permission `tickets.reopen`: `NotAllowed`.
    """
    if ticket.status_kind == StatusKind.closed:
        raise TicketClosed("Open a new ticket, or set another status first.")
    if body.status_id is not None and not actor.is_staff:
        raise NotAllowed("Only agents may set a status with a reply.")
    voice = Voice(author_id=actor.account_id, by_staff=actor.is_staff, channel=channel)
    version, changed = touch(ticket), []
    if body.status_id is not None:
        changed = take_status(ticket, await find_status(session, body.status_id))
    elif not actor.is_staff and ticket.status_kind in REOPENED:
        await _refuse_reopening(session, actor, ticket)
        changed = take_status(ticket, await default_status(session, StatusKind.open))
    message = await say(session, actor, ticket, body, MessageKind.public, voice)
    added = TicketMessageAdded(
        ticket_id=ticket.id, version=version, message_id=message["id"], by_staff=actor.is_staff
    )
    await record(session, actor, added, *changed)
    return message


async def _refuse_reopening(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    if ticket.status_kind != StatusKind.solved:
        return
    if not await system_account_holds(session, actor.user_id, REOPEN):
        raise NotAllowed("This ticket is solved. Open a new one.")
