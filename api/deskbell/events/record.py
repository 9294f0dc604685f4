"""Recording: the one way into the log, in the transaction of the change itself."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, bindparam, insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.prepared import Prepared
from deskbell.core.request_id import current_request_id
from deskbell.events.event import Event
from deskbell.events.models import StoredEvent

_LOG = cast("Table", StoredEvent.__table__)
_GIVEN = (
    "type",
    "actor_kind",
    "actor_id",
    "behind_id",
    "subject_type",
    "subject_id",
    "ticket_id",
    "data",
    "cause_id",
)
_ADD = Prepared(
    insert(_LOG).values({name: bindparam(name, type_=_LOG.c[name].type) for name in (*_GIVEN, "request_id")})
)


async def record(session: AsyncSession, actor: Actor, *facts: Event) -> None:
    """Add the facts to the log, in order.

    Nothing else happens here: readers make the work (house.md section 4).
    """
    await record_all(session, [(actor, fact) for fact in facts])


async def record_all(session: AsyncSession, facts: Iterable[tuple[Actor, Event]]) -> None:
    """Add facts of several actors, or with several causes, to the log, in order."""
    request_id = current_request_id()
    rows = [
        {
            "type": fact.type,
            "actor_kind": actor.kind,
            "actor_id": actor.user_id,
            "behind_id": None if actor.behind is None else actor.behind.user_id,
            "subject_type": fact.subject,
            "subject_id": fact.subject_id,
            "ticket_id": fact.about_ticket,
            "data": fact.model_dump_json(),
            "cause_id": actor.cause_event_id,
            "request_id": request_id,
        }
        for actor, fact in facts
    ]
    if rows:
        await _ADD.each(session, rows)
