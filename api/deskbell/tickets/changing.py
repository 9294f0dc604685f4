"""What every endpoint that changes a ticket does before and after its verb."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor
from deskbell.tickets.actions.touch import refuse_stale
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import get_allowed
from deskbell.tickets.reading import read_changed
from deskbell.tickets.schemas import TicketRead


async def to_change(
    session: AsyncSession, actor: Actor, act: Act, ticket_id: int, seen: int | None
) -> Ticket:
    """The ticket, locked.

    404 and 403 as `get_allowed` says; 412 when the caller has not seen the present version.
    """
    ticket = await get_allowed(session, actor, act, ticket_id)
    await refuse_stale(session, actor, ticket, seen)
    return ticket


async def as_changed(
    session: AsyncSession, actor: Actor, ticket_id: int, known: Lookup
) -> Answer[TicketRead]:
    """The ticket as it is after the change, in the same transaction."""
    await session.flush()
    return Answer(await read_changed(session, actor, ticket_id, known))
