"""People who wait to be let in, over the API."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from deskbell.channels.email.registrations import queries
from deskbell.channels.email.registrations.schemas import RegistrationRead
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotAllowed, NotFound, problems
from deskbell.permissions.checking import require
from deskbell.users.actions.register import approve, refuse

router = APIRouter(prefix="/v1/registrations", route_class=IdempotentRoute, tags=["users"])

CanDecide = Annotated[Actor, requires(Act.people_create, scope="agent")]


@router.get("", responses=problems(NotAllowed, BadCursor))
async def list_registrations(
    actor: CanDecide,
    reader: Reader,
    waits_for: Annotated[
        Literal["verification", "approval", "refused"] | None,
        Query(description="Only those who wait for this."),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[RegistrationRead]:
    """People who wrote or signed up and are not let in yet, with what they wrote; the newest first."""
    require(actor, "people.create")
    return await queries.page_of_registrations(reader, actor, waits_for, cursor=cursor, limit=limit)


@router.post("/{user_id}/approve", status_code=204, responses=problems(NotFound, NotAllowed))
async def create_registration_approval(user_id: PathId, actor: CanDecide, session: Session) -> None:
    """Let somebody in: what they wrote becomes tickets, and the way to a password is mailed to them."""
    require(actor, "people.create")
    await approve(session, actor, user_id)


@router.post("/{user_id}/refuse", status_code=204, responses=problems(NotFound, NotAllowed))
async def create_registration_refusal(user_id: PathId, actor: CanDecide, session: Session) -> None:
    """Turn somebody away: what they wrote, and will write, is kept and goes unanswered."""
    require(actor, "people.create")
    await refuse(session, actor, user_id)
