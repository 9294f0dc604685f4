"""The demonstration's inbox: mails that no server was there for. Elsewhere it is empty."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from deskbell.channels.email.outbox.demo import queries
from deskbell.channels.email.outbox.demo.reading import DemoMailRead
from deskbell.core.answers import AnswerRoute
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page, whole
from deskbell.core.problems import problems

router = APIRouter(prefix="/v1/demo", route_class=AnswerRoute, tags=["mail"])

Anyone = Annotated[Actor, requires(Act.settings_view, scope="guest")]


@router.get("/inbox", responses=problems(BadCursor))
async def list_demo_mails(
    actor: Anyone,
    reader: Reader,
    request: Request,
    recipient: Annotated[
        str | None, Query(max_length=254, description="Only those that went to exactly this address.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[DemoMailRead]:
    """What customers of the demonstration got by mail, the newest first; for every visitor to see.

    Only `deskbell serve --demo` fills it: everywhere else it is empty.
    """
    state = request.app.state
    if not state.settings.demo:
        return whole([])
    return await queries.page_of_demo_mails(
        reader, actor, state.sealer, recipient=recipient, cursor=cursor, limit=limit
    )
