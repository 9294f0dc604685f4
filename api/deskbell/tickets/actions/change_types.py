"""Making, renaming, ordering and deleting types of tickets themselves."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.order_vocabulary import in_order, refuse_taken_name
from deskbell.tickets.actions.replace import replace
from deskbell.tickets.events import (
    TicketTypeChanged,
    TicketTypeCreated,
    TicketTypeDeleted,
    TicketTypeRenamed,
)
from deskbell.tickets.models import Ticket, TicketType
from deskbell.tickets.problems import unknown
from deskbell.tickets.vocabulary_schemas import TicketTypeCreate, TicketTypeUpdate


async def create_type(session: AsyncSession, actor: Actor, body: TicketTypeCreate) -> TicketType:
    """Make a type, the last of all. Raises `NameTaken`."""
    await refuse_taken_name(session, TicketType, body.name)
    last = await session.scalar(select(func.max(TicketType.position))) or 0
    kind = TicketType(name=body.name, position=last + 1)
    session.add(kind)
    await session.flush()
    await record(session, actor, TicketTypeCreated(ticket_type_id=kind.id))
    return kind


async def change_type(
    session: AsyncSession, actor: Actor, ticket_type_id: int, body: TicketTypeUpdate
) -> TicketType:
    """Give a type another name. Raises `NotFound`, `NameTaken`."""
    kind = await session.get(TicketType, ticket_type_id, with_for_update=True)
    if kind is None:
        raise NotFound
    if body.name is not None and body.name != kind.name:
        await refuse_taken_name(session, TicketType, body.name, but=ticket_type_id)
        kind.name = body.name
        await session.flush()
        await record(session, actor, TicketTypeRenamed(ticket_type_id=ticket_type_id, fields=["name"]))
    return kind


async def order_types(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> None:
    """Put them all into this order. Raises `UnknownReference` unless each is named once."""
    for place, kind in enumerate(await in_order(session, TicketType, ids), start=1):
        if kind.position != place:
            kind.position = place
            await record(session, actor, TicketTypeRenamed(ticket_type_id=kind.id, fields=["position"]))
    await session.flush()


async def delete_type(session: AsyncSession, actor: Actor, ticket_type_id: int, move_to: int | None) -> None:
    """Delete a type; tickets that have it get `move_to`.

    Raises `NotFound`, `StillUsed`, `UnknownReference`.
    """
    kind = await session.get(TicketType, ticket_type_id, with_for_update=True)
    if kind is None:
        raise NotFound
    change = await _moving(session, ticket_type_id, move_to)
    await replace(session, actor, Ticket.type_id == ticket_type_id, change)
    gone = await session.get(TicketType, ticket_type_id)
    await session.delete(gone)
    await session.flush()
    await record(session, actor, TicketTypeDeleted(ticket_type_id=ticket_type_id, moved_to=move_to))


async def _moving(
    session: AsyncSession, before_id: int, move_to: int | None
) -> Callable[[Ticket], TicketTypeChanged] | None:
    if move_to is None:
        return None
    after = await session.get(TicketType, move_to, with_for_update=True)
    if after is None or after.id == before_id:
        raise unknown("?move_to")
    after_id = after.id

    def move(ticket: Ticket) -> TicketTypeChanged:
        ticket.type_id = after_id
        return TicketTypeChanged(
            ticket_id=ticket.id, version=ticket.version, before=before_id, after=after_id
        )

    return move
