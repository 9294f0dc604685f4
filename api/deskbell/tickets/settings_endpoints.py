"""What tickets are sorted by, over the API."""

from typing import Annotated

from fastapi import APIRouter, Response, status

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, Ref, whole
from deskbell.core.problems import NotFound, problems
from deskbell.tickets.actions.change_labels import LabelNameTaken, change_label, create_label, delete_label
from deskbell.tickets.dimension_schemas import (
    DepartmentOpenCountRead,
    LabelCreate,
    LabelRead,
    LabelUpdate,
    PriorityChoice,
    StatusRead,
)
from deskbell.tickets.dimensions import KnownDimensions
from deskbell.tickets.queries import open_counts

router = APIRouter(prefix="/v1", tags=["settings"], route_class=IdempotentRoute)

CanLook = Annotated[Actor, requires(Act.settings_view, scope="agent")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("/statuses")
async def list_statuses(actor: CanLook, known: KnownDimensions) -> Page[StatusRead]:  # noqa: ARG001 - the door
    """Every status, in the order that admins gave them."""
    return whole([StatusRead(**one) for one in (await known.now()).statuses.values()])


@router.get("/priorities")
async def list_priorities(actor: CanLook, known: KnownDimensions) -> Page[PriorityChoice]:  # noqa: ARG001 - the door
    """Every priority, the most pressing first."""
    return whole([PriorityChoice(**one) for one in (await known.now()).priority_choices.values()])


@router.get("/ticket-types")
async def list_ticket_types(actor: CanLook, known: KnownDimensions) -> Page[Ref]:  # noqa: ARG001 - the door
    """Every type of ticket, in the order that admins gave them."""
    return whole([Ref(**one) for one in (await known.now()).types.values()])


@router.get("/labels")
async def list_labels(actor: CanLook, known: KnownDimensions) -> Page[LabelRead]:  # noqa: ARG001 - the door
    """Every label, by name."""
    return whole([LabelRead(**one) for one in (await known.now()).labels.values()])


@router.post("/labels", status_code=201, responses=problems(LabelNameTaken))
async def add_label(body: LabelCreate, actor: CanLook, session: Session) -> LabelRead:
    """Make a label."""
    label = await create_label(session, actor, body)
    return LabelRead(id=label.id, name=label.name, color=label.color)


@router.patch("/labels/{label_id}", responses=problems(NotFound, LabelNameTaken))
async def update_label(label_id: PathId, body: LabelUpdate, actor: CanChange, session: Session) -> LabelRead:
    """Give a label another name or color."""
    label = await change_label(session, actor, label_id, body)
    return LabelRead(id=label.id, name=label.name, color=label.color)


@router.delete("/labels/{label_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(NotFound))
async def remove_label(label_id: PathId, actor: CanChange, session: Session) -> Response:
    """Delete a label, from every ticket too."""
    await delete_label(session, actor, label_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get("/departments/open-counts")
async def list_open_counts(actor: CanLook, reader: Reader) -> Page[DepartmentOpenCountRead]:
    """How many open tickets each department has that you have access to."""
    return whole(await open_counts(reader, actor))
