"""The state of a ticket, each part a sub-resource."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

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
from deskbell.tickets.actions.let_in import end_let_in
from deskbell.tickets.actions.move import move
from deskbell.tickets.actions.set_status import set_status, solve
from deskbell.tickets.changing import as_changed, to_change
from deskbell.tickets.dimensions import KnownDimensions
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import AssigneeWithoutAccess, FollowerWithoutAccess, UnknownReference
from deskbell.tickets.schemas import AssigneePut, DepartmentPut, StatusPut, TeamPut, TicketRead

router = APIRouter(prefix="/v1/tickets/{ticket_id}", tags=["tickets"], route_class=IdempotentRoute)

CanAssign = Annotated[Actor, requires(Act.assign, scope="agent")]
CanMove = Annotated[Actor, requires(Act.move, scope="agent")]
CanSetStatus = Annotated[Actor, requires(Act.set_status, scope="agent")]
CanSolve = Annotated[Actor, requires(Act.solve, scope="guest")]
CanLabel = Annotated[Actor, requires(Act.label, scope="agent")]
CanFollow = Annotated[Actor, requires(Act.follow, scope="agent")]

LetIn = Annotated[bool, Query(description="Let an agent without access to the department in to this ticket.")]

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
    """Make an agent responsible; yourself needs `take` or `assign`, others `assign`.

    An agent without access to the ticket's department is refused (409) until `let_in` says that they are to
    be let in to this ticket.
    """
    ticket = await _to_assign(session, actor, body.user_id, ticket_id, seen)
    await assign(session, actor, ticket, body.user_id, asked=body.let_in)
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
    """Move to another department; an assignee without access to it is released.

    Where you may only move tickets into it, this is the last that you see of the ticket.
    """
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


@router.put(
    "/followers/{user_id}", responses=problems(NotFound, NotAllowed, StaleVersion, FollowerWithoutAccess)
)
async def add_follower_to_ticket(
    ticket_id: PathId,
    user_id: PathId,
    actor: CanFollow,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
    let_in: LetIn = False,  # noqa: FBT002 - a query parameter
) -> Answer[TicketRead]:
    """Make a person a follower; others than yourself need `note`. It opens the ticket to agents only.

    An agent without access to the ticket's department is refused (409) until `let_in` says that they are to
    be let in to this ticket.
    """
    act = Act.follow if user_id == actor.user_id else Act.add_followers
    ticket = await to_change(session, actor, act, ticket_id, seen)
    await add_follower(session, actor, ticket, user_id, asked=let_in)
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
    """Let a person follow no more; others than yourself need `note`."""
    act = Act.follow if user_id == actor.user_id else Act.add_followers
    ticket = await to_change(session, actor, act, ticket_id, seen)
    await remove_follower(session, actor, ticket, user_id)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/let-in/{user_id}", responses=REFUSALS)
async def remove_let_in_from_ticket(
    ticket_id: PathId,
    user_id: PathId,
    actor: CanAssign,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Let an agent in to this ticket no more; as assignee or follower they still see it."""
    ticket = await to_change(session, actor, Act.assign, ticket_id, seen)
    await end_let_in(session, actor, ticket, user_id)
    return await as_changed(session, actor, ticket_id, known)


async def _to_assign(
    session: AsyncSession, actor: Actor, user_id: int, ticket_id: int, seen: int | None
) -> Ticket:
    """The ticket, for making this person responsible."""
    if user_id == actor.user_id:
        try:
            return await to_change(session, actor, Act.take, ticket_id, seen)
        except NotAllowed:
            pass  # whoever may assign anybody may assign themselves
    return await to_change(session, actor, Act.assign, ticket_id, seen)
