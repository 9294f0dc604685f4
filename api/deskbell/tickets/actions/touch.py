"""What every change of a ticket does: a new version, a new time; and refusing one that was made blindly."""

from datetime import UTC, datetime

from sqlalchemy import Integer, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import StaleVersion
from deskbell.events.event import TYPES
from deskbell.events.models import StoredEvent
from deskbell.tickets.models import Ticket


def touch(ticket: Ticket) -> int:
    """Count the change and return the new version."""
    ticket.version += 1
    ticket.updated_at = datetime.now(UTC)
    return ticket.version


async def refuse_stale(session: AsyncSession, actor: Actor, ticket: Ticket, seen: int | None) -> None:
    """Raise `StaleVersion`, with what happened since, when the caller has not seen the present version."""
    if seen is None or seen == ticket.version:
        return
    version = StoredEvent.data["version"].astext.cast(Integer)
    since = select(StoredEvent.type, StoredEvent.at, StoredEvent.actor_id).where(
        StoredEvent.ticket_id == ticket.id, version > seen
    )
    rows = (await session.execute(since.order_by(StoredEvent.id).limit(50))).all()
    changed = [
        {"type": row.type, "at": row.at.isoformat(), "actor_id": row.actor_id}
        for row in rows
        if actor.is_staff or not TYPES[row.type].internal
    ]
    detail = "Look at what has changed, then try again with the present version."
    raise StaleVersion(detail, changed=changed, version=ticket.version)
