"""Putting labels on tickets and taking them off; making the labels themselves."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketLabelAdded, TicketLabelRemoved
from deskbell.tickets.models import Label, Ticket, TicketLabel


async def add_label(session: AsyncSession, actor: Actor, ticket: Ticket, label_id: int) -> None:
    """Put the label on; one that is there already changes nothing."""
    if await session.get(Label, label_id) is None:
        raise NotFound
    row = insert(TicketLabel).values(ticket_id=ticket.id, label_id=label_id)
    added = await session.execute(row.on_conflict_do_nothing().returning(TicketLabel.label_id))
    if added.scalar() is not None:
        fact = TicketLabelAdded(ticket_id=ticket.id, version=touch(ticket), label_id=label_id)
        await record(session, actor, fact)


async def remove_label(session: AsyncSession, actor: Actor, ticket: Ticket, label_id: int) -> None:
    """Take the label off; one that is not there changes nothing."""
    row = delete(TicketLabel).where(TicketLabel.ticket_id == ticket.id, TicketLabel.label_id == label_id)
    removed = await session.execute(row.returning(TicketLabel.label_id))
    if removed.scalar() is not None:
        fact = TicketLabelRemoved(ticket_id=ticket.id, version=touch(ticket), label_id=label_id)
        await record(session, actor, fact)
