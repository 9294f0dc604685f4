"""Statuses, priorities and ticket types over the API, for the admins who name them."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Session
from deskbell.core.fields import PathId, QueryId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Ref
from deskbell.core.problems import NotFound, problems
from deskbell.tickets.actions import change_priorities, change_statuses, change_types
from deskbell.tickets.dimension_schemas import PriorityChoice, StatusRead
from deskbell.tickets.models import Priority, Status, StatusKind, TicketType
from deskbell.tickets.problems import IsDefault, NameTaken, StillUsed, UnknownReference
from deskbell.tickets.vocabulary_schemas import (
    OrderUpdate,
    PriorityCreate,
    PriorityUpdate,
    StatusCreate,
    StatusUpdate,
    TicketTypeCreate,
    TicketTypeUpdate,
)

router = APIRouter(prefix="/v1", tags=["settings"], route_class=IdempotentRoute)

CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]
MoveTo = Annotated[
    QueryId | None, Query(description="What tickets get instead; needed when any ticket has it.")
]


@router.post("/statuses", status_code=201, responses=problems(NameTaken))
async def create_status(body: StatusCreate, actor: CanChange, session: Session) -> StatusRead:
    """Make a status, the last of all. Its kind says what it means, and stays."""
    return await _status(session, await change_statuses.create_status(session, actor, body))


@router.put("/statuses/order", status_code=204, responses=problems(UnknownReference))
async def set_status_order(body: OrderUpdate, actor: CanChange, session: Session) -> None:
    """Put the statuses into this order."""
    await change_statuses.order_statuses(session, actor, body.ids)


@router.patch("/statuses/{status_id}", responses=problems(NotFound, NameTaken))
async def update_status(
    status_id: PathId, body: StatusUpdate, actor: CanChange, session: Session
) -> StatusRead:
    """Give a status other names or another color, or make it the default of its kind."""
    return await _status(session, await change_statuses.change_status(session, actor, status_id, body))


@router.delete(
    "/statuses/{status_id}",
    status_code=204,
    responses=problems(NotFound, IsDefault, StillUsed, UnknownReference),
)
async def delete_status(
    status_id: PathId, actor: CanChange, session: Session, move_to: MoveTo = None
) -> None:
    """Delete a status. Tickets that have it get another one of the same kind."""
    await change_statuses.delete_status(session, actor, status_id, move_to)


@router.post("/priorities", status_code=201, responses=problems(NameTaken))
async def create_priority(body: PriorityCreate, actor: CanChange, session: Session) -> PriorityChoice:
    """Make a priority, the least pressing of all."""
    return await _priority(session, await change_priorities.create_priority(session, actor, body))


@router.put("/priorities/order", status_code=204, responses=problems(UnknownReference))
async def set_priority_order(body: OrderUpdate, actor: CanChange, session: Session) -> None:
    """Put the priorities into this order, the most pressing first. Lists of tickets follow within moments."""
    await change_priorities.order_priorities(session, actor, body.ids)


@router.patch("/priorities/{priority_id}", responses=problems(NotFound, NameTaken))
async def update_priority(
    priority_id: PathId, body: PriorityUpdate, actor: CanChange, session: Session
) -> PriorityChoice:
    """Give a priority another name or color, or make it the one of new tickets."""
    changed = await change_priorities.change_priority(session, actor, priority_id, body)
    return await _priority(session, changed)


@router.delete(
    "/priorities/{priority_id}",
    status_code=204,
    responses=problems(NotFound, IsDefault, StillUsed, UnknownReference),
)
async def delete_priority(
    priority_id: PathId, actor: CanChange, session: Session, move_to: MoveTo = None
) -> None:
    """Delete a priority. Tickets that have it get another one."""
    await change_priorities.delete_priority(session, actor, priority_id, move_to)


@router.post("/ticket-types", status_code=201, responses=problems(NameTaken))
async def create_ticket_type(body: TicketTypeCreate, actor: CanChange, session: Session) -> Ref:
    """Make a type of ticket, the last of all."""
    return await _type(session, await change_types.create_type(session, actor, body))


@router.put("/ticket-types/order", status_code=204, responses=problems(UnknownReference))
async def set_ticket_type_order(body: OrderUpdate, actor: CanChange, session: Session) -> None:
    """Put the types of tickets into this order."""
    await change_types.order_types(session, actor, body.ids)


@router.patch("/ticket-types/{ticket_type_id}", responses=problems(NotFound, NameTaken))
async def update_ticket_type(
    ticket_type_id: PathId, body: TicketTypeUpdate, actor: CanChange, session: Session
) -> Ref:
    """Give a type of ticket another name."""
    return await _type(session, await change_types.change_type(session, actor, ticket_type_id, body))


@router.delete(
    "/ticket-types/{ticket_type_id}",
    status_code=204,
    responses=problems(NotFound, StillUsed, UnknownReference),
)
async def delete_ticket_type(
    ticket_type_id: PathId, actor: CanChange, session: Session, move_to: MoveTo = None
) -> None:
    """Delete a type of ticket. Tickets that have it get another one."""
    await change_types.delete_type(session, actor, ticket_type_id, move_to)


async def _status(session: AsyncSession, status: Status) -> StatusRead:
    await session.refresh(status)
    return StatusRead(
        id=status.id,
        name=status.name,
        public_name=status.public_name,
        kind=StatusKind(status.kind),
        color=status.color,
        is_default=status.is_default,
    )


async def _priority(session: AsyncSession, priority: Priority) -> PriorityChoice:
    await session.refresh(priority)
    return PriorityChoice(
        id=priority.id,
        name=priority.name,
        color=priority.color,
        rank=priority.rank,
        is_default=priority.is_default,
    )


async def _type(session: AsyncSession, kind: TicketType) -> Ref:
    await session.refresh(kind)
    return Ref(id=kind.id, name=kind.name)
