"""The guide for the first run over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.idempotency import IdempotentRoute
from deskbell.guide import queries
from deskbell.guide.actions.change import change_guide
from deskbell.guide.schemas import GuideRead, GuideUpdate

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["settings"])

CanLook = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("/guide")
async def get_guide(actor: CanLook, reader: Reader) -> GuideRead:
    """What a new helpdesk needs, and what of it is there."""
    return await queries.guide(reader, actor)


@router.patch("/guide")
async def update_guide(body: GuideUpdate, actor: CanChange, session: Session) -> GuideRead:
    """Put the guide away or bring it back, and say which steps are fine as they are."""
    await change_guide(session, actor, body)
    return await queries.guide(session, actor)
