"""Copying a ticket's public replies to addresses, by an agent."""

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketCopyAdded, TicketCopyRemoved
from deskbell.tickets.models import Ticket, TicketCopy
from deskbell.tickets.problems import CopyIsOurs, TooManyCopies
from deskbell.users.models import UserAddress

MOST_COPIES = 50


async def add_copy(session: AsyncSession, actor: Actor, ticket: Ticket, address: str) -> TicketCopy:
    """Send the public replies to an address too, from now on; one that gets them already changes nothing.

    Raises `CopyIsOurs`, `TooManyCopies`.
    """
    same = func.lower(TicketCopy.address) == address.lower()
    rows = await session.scalars(select(TicketCopy).where(TicketCopy.ticket_id == ticket.id, same))
    if (known := rows.one_or_none()) is not None:
        return known
    ours = func.lower(UserAddress.address) == address.lower()
    if await session.scalar(select(UserAddress.id).where(ours, UserAddress.user_id.is_(None))) is not None:
        raise CopyIsOurs("Copy a person; to hand the ticket over, move it to another department.")
    count = select(func.count()).where(TicketCopy.ticket_id == ticket.id)
    if (await session.scalar(count) or 0) >= MOST_COPIES:
        raise TooManyCopies("Take somebody off first.")
    copy = TicketCopy(ticket_id=ticket.id, address=address.lower())
    session.add(copy)
    await session.flush()
    await session.refresh(copy)
    await record(session, actor, TicketCopyAdded(ticket_id=ticket.id, version=touch(ticket), copy_id=copy.id))
    return copy


async def remove_copy(session: AsyncSession, actor: Actor, ticket: Ticket, copy_id: int) -> None:
    """Send no more replies there: none that is not ordered yet. Raises `NotFound`."""
    row = delete(TicketCopy).where(TicketCopy.ticket_id == ticket.id, TicketCopy.id == copy_id)
    if await session.scalar(row.returning(TicketCopy.id)) is None:
        raise NotFound
    await record(
        session, actor, TicketCopyRemoved(ticket_id=ticket.id, version=touch(ticket), copy_id=copy_id)
    )
