"""Why, over the API: who may do what, by which grants, and what would change it."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.access.changes import AccessPreviewCreate
from deskbell.access.explaining import explain
from deskbell.access.previewing import preview
from deskbell.access.problems import ChangedSince, NotRevertible
from deskbell.access.questions import Asked, PeopleAsked, question_of
from deskbell.access.reverting import revert
from deskbell.access.schemas import (
    AccessExplanation,
    AccessPerson,
    AccessPreview,
    DoorName,
    EventUndone,
    PersonAccess,
)
from deskbell.access.searching import access_of, people_who_may
from deskbell.core.auth import Act, Actor, Level, requires
from deskbell.core.db import Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Page
from deskbell.core.problems import Conflict, NotFound, problems

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["access"])

CanPreview = Annotated[Actor, requires(Act.access_preview, scope="admin")]
CanView = Annotated[Actor, requires(Act.access_view, scope="admin")]
CanRevert = Annotated[Actor, requires(Act.rights_change, scope="admin")]
CanAsk = Annotated[Actor, requires(Act.access_explain, scope="user")]


@router.get("/access/explain", responses=problems(NotFound))
async def get_access_explanation(
    actor: CanAsk, session: Session, asked: Annotated[Asked, Query()]
) -> AccessExplanation:
    """Whether somebody may do something, and why: the grants that lead there, or the fewest that would.

    Ask of a `permission`, or of an `act` on one ticket, category or article. Admins ask about anyone; others
    about themselves, and about things that they see: for everything else the answer is 404.
    """
    return await explain(session, actor, await question_of(session, actor, asked))


@router.post("/access/preview", responses=problems(NotFound, Conflict))
async def create_access_preview(
    body: AccessPreviewCreate, actor: CanPreview, session: Session
) -> AccessPreview:
    """What a change of rights would do: who gains and who loses what, counted, with examples.

    The change is made, looked at and undone: it is refused here as it would be there. Each `kind` takes what
    its own address takes. Tickets are counted as agents see them in the agent panel.
    """
    return await preview(session, actor, body.change)


@router.post("/events/{event_id}/revert", responses=problems(NotFound, NotRevertible, ChangedSince))
async def undo_event(event_id: PathId, actor: CanRevert, session: Session) -> EventUndone:
    """Set back what an event of the audit list changed of rights: `revertible` there says which can be.

    It is a change of its own, and recorded as one. Refused where the same was changed again since.
    """
    return EventUndone(event_id=await revert(session, actor, event_id))


@router.get("/access/people", responses=problems(BadCursor))
async def list_access_people(
    actor: CanView, session: Session, asked: Annotated[PeopleAsked, Query()]
) -> Page[AccessPerson]:
    """Who may do this, each on their own level, by number. A page may be short, though more follow."""
    wanted = (asked.permission, str(asked.act), asked.thing)
    return await people_who_may(session, actor, *wanted, cursor=asked.cursor, limit=asked.limit)


@router.get("/users/{user_id}/access", responses=problems(NotFound))
async def get_user_access(
    user_id: PathId,
    actor: CanView,
    session: Session,
    door: Annotated[DoorName | None, Query(description="The home; left out: the person's own.")] = None,
) -> PersonAccess:
    """What somebody may do, where it comes from, and how much they see."""
    return await access_of(session, actor, user_id, None if door is None else Level[door])
