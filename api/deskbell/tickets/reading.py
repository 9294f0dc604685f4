"""One ticket as it is answered."""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor
from deskbell.core.pagination import Ref
from deskbell.core.problems import NotFound
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.listing import summaries, summary_members
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.tickets.queries import acts_on
from deskbell.tickets.schemas import TicketCan, TicketRead
from deskbell.users.models import User


def _one(actor: Actor, ticket_id: int, act: Act) -> Select[Any]:
    return summaries(actor, act).where(Ticket.id == ticket_id)


async def find_row(connection: AsyncConnection | AsyncSession, actor: Actor, ticket_id: int) -> Row[Any]:
    """The ticket's row. 404 when the actor can't see it; whoever may restore it sees a deleted one."""
    row: Row[Any] | None = (await connection.execute(_one(actor, ticket_id, Act.view))).one_or_none()
    if row is None and actor.is_staff:
        row = (await connection.execute(_one(actor, ticket_id, Act.restore))).one_or_none()
    if row is None:
        raise NotFound
    return row


async def read_ticket(
    connection: AsyncConnection | AsyncSession, actor: Actor, ticket_id: int, lookup: Lookup
) -> TicketRead:
    """The ticket for this actor, with what they may do. 404 when they can't see it."""
    row = await find_row(connection, actor, ticket_id)
    known = await lookup.covering([row])
    acts = acts_on(actor, deleted=row.deleted_at is not None)
    return TicketRead.model_construct(
        **summary_members(row, actor, known),
        can=TicketCan.model_validate({name: name in acts for name in TicketCan.model_fields}),
        followers=await _followers(connection, ticket_id) if actor.is_staff else [],
    )


async def _followers(connection: AsyncConnection | AsyncSession, ticket_id: int) -> list[Ref]:
    who = select(User.id, User.name).join(TicketFollower, TicketFollower.user_id == User.id)
    rows = await connection.execute(
        who.where(TicketFollower.ticket_id == ticket_id).order_by(User.name, User.id)
    )
    return [Ref(id=row.id, name=row.name) for row in rows]
