"""The state of a ticket, each part a sub-resource."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems
from deskbell.tickets.actions.assign import assign, assign_team
from deskbell.tickets.actions.follow import add_follower, remove_follower
from deskbell.tickets.actions.label import add_label, remove_label
from deskbell.tickets.actions.move import move
from deskbell.tickets.actions.set_status import set_status, solve
from deskbell.tickets.changing import as_changed, to_change
from deskbell.tickets.dimensions import KnownDimensions
from deskbell.tickets.problems import AssigneeWithoutAccess, UnknownReference
from deskbell.tickets.schemas import AssigneePut, DepartmentPut, StatusPut, TeamPut, TicketRead

router = APIRouter(prefix="/v1/tickets/{ticket_id}", tags=["tickets"], route_class=IdempotentRoute)

CanAssign = Annotated[Actor, requires(Act.assign, scope="agent")]
CanMove = Annotated[Actor, requires(Act.move, scope="agent")]
CanSetStatus = Annotated[Actor, requires(Act.set_status, scope="agent")]
CanSolve = Annotated[Actor, requires(Act.solve, scope="guest")]
CanLabel = Annotated[Actor, requires(Act.label, scope="agent")]
CanFollow = Annotated[Actor, requires(Act.follow, scope="agent")]

REFUSALS = problems(NotFound, NotAllowed, StaleVersion)
REFUSALS_OF_NUMBERS = problems(NotFound, NotAllowed, StaleVersion, UnknownReference)


@router.put(
    "/assignee",
    responses=problems(NotFound, NotAllowed, StaleVersion, UnknownReference, AssigneeWithoutAccess),
)
async def set_assignee(
    ticket_id: PathId,
    body: AssigneePut,
    actor: CanAssign,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Make an agent responsible. The agent has to have access to the ticket's department."""
    ticket = await to_change(session, actor, Act.assign, ticket_id, seen)
    await assign(session, actor, ticket, body.user_id)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/assignee", responses=REFUSALS)
async def remove_assignee(
    ticket_id: PathId, actor: CanAssign, session: Session, known: KnownDimensions, seen: SeenVersion
) -> Answer[TicketRead]:
    """Make nobody responsible."""
    ticket = await to_change(session, actor, Act.assign, ticket_id, seen)
    await assign(session, actor, ticket, None)
    return await as_changed(session, actor, ticket_id, known)


@router.put("/team", responses=REFUSALS_OF_NUMBERS)
async def set_team(
    ticket_id: PathId,
    body: TeamPut,
    actor: CanAssign,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Make a team responsible."""
    ticket = await to_change(session, actor, Act.assign, ticket_id, seen)
    await assign_team(session, actor, ticket, body.team_id)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/team", responses=REFUSALS)
async def remove_team(
    ticket_id: PathId, actor: CanAssign, session: Session, known: KnownDimensions, seen: SeenVersion
) -> Answer[TicketRead]:
    """Make no team responsible."""
    ticket = await to_change(session, actor, Act.assign, ticket_id, seen)
    await assign_team(session, actor, ticket, None)
    return await as_changed(session, actor, ticket_id, known)


@router.put("/department", responses=REFUSALS_OF_NUMBERS)
async def set_department(
    ticket_id: PathId,
    body: DepartmentPut,
    actor: CanMove,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Move to another department; an assignee without access to it is released."""
    ticket = await to_change(session, actor, Act.move, ticket_id, seen)
    await move(session, actor, ticket, body.department_id)
    return await as_changed(session, actor, ticket_id, known)


@router.put("/status", responses=REFUSALS_OF_NUMBERS)
async def set_status_of_ticket(
    ticket_id: PathId,
    body: StatusPut,
    actor: CanSetStatus,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Set the status."""
    ticket = await to_change(session, actor, Act.set_status, ticket_id, seen)
    await set_status(session, actor, ticket, body.status_id)
    return await as_changed(session, actor, ticket_id, known)


@router.put("/solved", responses=REFUSALS)
async def set_solved(
    ticket_id: PathId, actor: CanSolve, session: Session, known: KnownDimensions, seen: SeenVersion
) -> Answer[TicketRead]:
    """Say that nothing more is wanted: the ticket gets the usual status for it. A reply opens it again.

    What is solved or closed already stays as it is.
    """
    ticket = await to_change(session, actor, Act.solve, ticket_id, seen)
    await solve(session, actor, ticket)
    return await as_changed(session, actor, ticket_id, known)


@router.put("/labels/{label_id}", responses=REFUSALS)
async def add_label_to_ticket(
    ticket_id: PathId,
    label_id: PathId,
    actor: CanLabel,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Put a label on."""
    ticket = await to_change(session, actor, Act.label, ticket_id, seen)
    await add_label(session, actor, ticket, label_id)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/labels/{label_id}", responses=REFUSALS)
async def remove_label_from_ticket(
    ticket_id: PathId,
    label_id: PathId,
    actor: CanLabel,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Take a label off."""
    ticket = await to_change(session, actor, Act.label, ticket_id, seen)
    await remove_label(session, actor, ticket, label_id)
    return await as_changed(session, actor, ticket_id, known)


@router.put("/followers/{user_id}", responses=REFUSALS)
async def add_follower_to_ticket(
    ticket_id: PathId,
    user_id: PathId,
    actor: CanFollow,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Make a person a follower; it opens no reading by itself."""
    ticket = await to_change(session, actor, Act.follow, ticket_id, seen)
    await add_follower(session, actor, ticket, user_id)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/followers/{user_id}", responses=REFUSALS)
async def remove_follower_from_ticket(
    ticket_id: PathId,
    user_id: PathId,
    actor: CanFollow,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Let a person follow no more."""
    ticket = await to_change(session, actor, Act.follow, ticket_id, seen)
    await remove_follower(session, actor, ticket, user_id)
    return await as_changed(session, actor, ticket_id, known)
