"""Why, over the API: who may do what, by which grants, and what would change it."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.access.changes import AccessPreviewCreate
from deskbell.access.explaining import explain
from deskbell.access.previewing import preview
from deskbell.access.questions import Asked, question_of
from deskbell.access.schemas import AccessExplanation, AccessPreview
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Session
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.problems import Conflict, NotFound, problems

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["access"])

CanPreview = Annotated[Actor, requires(Act.access_preview, scope="admin")]
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
