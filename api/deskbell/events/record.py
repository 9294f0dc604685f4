"""Recording: the one way into the log, in the transaction of the change itself."""

from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.request_id import current_request_id
from deskbell.events.event import Event
from deskbell.events.models import StoredEvent

_ADD = insert(cast("Table", StoredEvent.__table__))  # of the table: spares the ORM's own way of inserting


async def record(session: AsyncSession, actor: Actor, *facts: Event) -> None:
    """Add the facts to the log, in order.

    Nothing else happens here: readers make the work (house.md section 4).
    """
    rows = [
        {
            "type": fact.type,
            "actor_kind": actor.kind,
            "actor_id": actor.user_id,
            "subject_type": fact.subject,
            "subject_id": fact.subject_id,
            "ticket_id": fact.about_ticket,
            "data": fact.model_dump(mode="json"),
            "cause_id": actor.cause_event_id,
            "request_id": current_request_id(),
        }
        for fact in facts
    ]
    await session.execute(_ADD, rows)
