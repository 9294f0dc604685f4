"""The audit list over the API."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from deskbell.audit import queries
from deskbell.audit.schemas import AuditEvent
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader
from deskbell.core.fields import Moment, QueryId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import problems

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["audit"])

CanView = Annotated[Actor, requires(Act.audit_view, scope="admin")]
EventType = Annotated[str, Field(pattern=r"^[a-z_]{1,40}\.[a-z_]{0,40}$")]
Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


@router.get("/events", responses=problems(BadCursor))
async def list_events(
    actor: CanView,
    reader: Reader,
    types: Annotated[
        list[EventType],
        Query(
            alias="type",
            max_length=20,
            description="Only of these types; one that ends with a dot, `user.`, stands for its whole area.",
        ),
    ] = [],  # noqa: B006 - FastAPI copies it
    actor_id: Annotated[QueryId | None, Query(description="Only what this account did.")] = None,
    subject_type: Annotated[Kind | None, Query(description="Only about things of this kind.")] = None,
    subject_id: Annotated[QueryId | None, Query(description="Only about the thing of this number.")] = None,
    ticket_id: Annotated[QueryId | None, Query(description="Only what belongs to this ticket.")] = None,
    tickets: Annotated[
        bool | None, Query(description="False: without what happens to tickets. True: only that.")
    ] = None,
    since: Annotated[Moment | None, Query(description="Not before this time.")] = None,
    before: Annotated[Moment | None, Query(description="Before this time.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[AuditEvent]:
    """What happened in this helpdesk, the newest first, with the names that things have now.

    What belongs to a ticket is kept with it; everything else is forgotten after 400 days.
    """
    chosen = queries.EventFilter(
        types=types,
        actor_id=actor_id,
        subject_type=subject_type,
        subject_id=subject_id,
        ticket_id=ticket_id,
        tickets=tickets,
        since=since,
        before=before,
    )
    return await queries.page_of_events(reader, actor, chosen, cursor=cursor, limit=limit)
