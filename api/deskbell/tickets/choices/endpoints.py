"""What customers may choose for their tickets, and who says so, over the API."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems
from deskbell.departments.models import Department, DepartmentAudience
from deskbell.kit.fingerprints import of_set
from deskbell.tickets.choices.actions.set_audiences import (
    let_choose_department,
    let_choose_priority,
    let_choose_type,
)
from deskbell.tickets.choices.models import PriorityAudience, TicketTypeAudience
from deskbell.tickets.choices.queries import choices_of
from deskbell.tickets.choices.schemas import TicketChoicesRead
from deskbell.tickets.models import Priority, TicketType
from deskbell.user_groups.audiences.queries import audience_of, is_there
from deskbell.user_groups.audiences.schemas import ChoosingRead, ChoosingUpdate
from deskbell.user_groups.problems import NoSuchGroup

router = APIRouter(prefix="/v1", tags=["settings"], route_class=IdempotentRoute)

CanChoose = Annotated[Actor, requires(Act.tickets_create, scope="guest")]
CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("/ticket-choices", tags=["tickets"])
async def get_ticket_choices(actor: CanChoose, reader: Reader) -> TicketChoicesRead:
    """What you may choose for a ticket of yours, signed in or not. What is not for you is left out."""
    return await choices_of(reader, actor)


@router.get("/departments/{department_id}/audience", responses=problems(NotFound))
async def get_department_audience(department_id: PathId, actor: CanView, reader: Reader) -> ChoosingRead:
    """The groups whose members may choose a department; empty: all who may choose the one above it."""
    return await _audience(reader, actor, Department.id, DepartmentAudience.department_id, department_id)


@router.put("/departments/{department_id}/audience", responses=problems(NotFound, StaleVersion, NoSuchGroup))
async def set_department_audience(
    department_id: PathId, body: ChoosingUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> ChoosingRead:
    """Let exactly these groups choose a department, and what stands under it.

    It governs choosing, never sight: whoever may read a ticket keeps it wherever it moves.
    """
    await let_choose_department(session, actor, department_id, body.group_ids, seen)
    return await _audience(session, actor, Department.id, DepartmentAudience.department_id, department_id)


@router.get("/ticket-types/{ticket_type_id}/audience", responses=problems(NotFound))
async def get_ticket_type_audience(ticket_type_id: PathId, actor: CanView, reader: Reader) -> ChoosingRead:
    """The groups whose members may choose a type of ticket; empty: everybody."""
    return await _audience(reader, actor, TicketType.id, TicketTypeAudience.ticket_type_id, ticket_type_id)


@router.put(
    "/ticket-types/{ticket_type_id}/audience", responses=problems(NotFound, StaleVersion, NoSuchGroup)
)
async def set_ticket_type_audience(
    ticket_type_id: PathId, body: ChoosingUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> ChoosingRead:
    """Let exactly these groups choose a type of ticket."""
    await let_choose_type(session, actor, ticket_type_id, body.group_ids, seen)
    return await _audience(session, actor, TicketType.id, TicketTypeAudience.ticket_type_id, ticket_type_id)


@router.get("/priorities/{priority_id}/audience", responses=problems(NotFound))
async def get_priority_audience(priority_id: PathId, actor: CanView, reader: Reader) -> ChoosingRead:
    """The groups whose members may choose a priority; empty: all with `tickets.set_priority`."""
    return await _audience(reader, actor, Priority.id, PriorityAudience.priority_id, priority_id)


@router.put("/priorities/{priority_id}/audience", responses=problems(NotFound, StaleVersion, NoSuchGroup))
async def set_priority_audience(
    priority_id: PathId, body: ChoosingUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> ChoosingRead:
    """Let exactly these groups choose a priority, of those who may set one."""
    await let_choose_priority(session, actor, priority_id, body.group_ids, seen)
    return await _audience(session, actor, Priority.id, PriorityAudience.priority_id, priority_id)


async def _audience(
    source: AsyncSession | AsyncConnection,
    actor: Actor,
    thing: InstrumentedAttribute[int],
    audience: InstrumentedAttribute[int],
    number: int,
) -> ChoosingRead:
    groups = await audience_of(source, actor, audience, number)
    if not groups and not await is_there(source, actor, thing, number):
        raise NotFound
    return ChoosingRead(groups=groups, version=of_set(each.id for each in groups))
