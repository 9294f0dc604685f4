"""Changing the status."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotAllowed
from deskbell.events.record import record
from deskbell.tickets.actions.defaults import default_status
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketStatusChanged
from deskbell.tickets.models import Status, StatusKind, Ticket
from deskbell.tickets.problems import unknown
from deskbell.tickets.reading import CLOSE
from deskbell.user_groups.queries import system_account_holds

SETTLED = frozenset({StatusKind.solved, StatusKind.closed})


async def set_status(session: AsyncSession, actor: Actor, ticket: Ticket, status_id: int) -> None:
    """Give the ticket this status; setting the one it has changes nothing."""
    facts = take_status(ticket, await find_status(session, status_id))
    if facts:
        await record(session, actor, *facts)


async def solve(session: AsyncSession, actor: Actor, ticket: Ticket) -> None:
    """Give the ticket the usual status of what is solved; solved or closed already, it keeps its own.

    A customer needs the permission `tickets.close`: `NotAllowed`.
    """
    if not actor.is_staff and not await system_account_holds(session, actor.user_id, CLOSE):
        raise NotAllowed("None of your groups may say that a ticket is solved.")
    if ticket.status_kind in SETTLED:
        return
    facts = take_status(ticket, await default_status(session, StatusKind.solved))
    await record(session, actor, *facts)


async def find_status(session: AsyncSession, status_id: int) -> Status:
    """The status that the caller named."""
    status = await session.get(Status, status_id)
    if status is None:
        raise unknown("/status_id")
    return status


def take_status(ticket: Ticket, status: Status) -> list[TicketStatusChanged]:
    """Put the status on the ticket; the fact to record, or none when it has it already."""
    if ticket.status_id == status.id:
        return []
    before, was_open = ticket.status_id, ticket.is_open
    ticket.status_id, ticket.status_kind = status.id, status.kind
    return [
        TicketStatusChanged(
            ticket_id=ticket.id,
            version=touch(ticket),
            department_id=ticket.department_id,
            before=before,
            after=status.id,
            open_before=was_open,
            open_after=ticket.is_open,
        )
    ]
