"""One ticket as it is answered."""

from functools import lru_cache

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from deskbell.core.answers import Members
from deskbell.core.auth import Act, Actor
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.listing import summaries
from deskbell.tickets.models import Ticket, TicketCopy, TicketFollower
from deskbell.tickets.queries import acts_on, reach_of, rights
from deskbell.tickets.schemas import TicketCan
from deskbell.tickets.shown import TicketRow, summary
from deskbell.users.models import User

_CAN = tuple(TicketCan.model_fields)
_TICKET_ID = bindparam("ticket_id", type_=BigInteger)
_FOLLOWER = func.jsonb_build_object("id", User.id, "name", User.name)
_FOLLOWERS = (
    select(func.jsonb_agg(aggregate_order_by(_FOLLOWER, User.name, User.id), type_=JSONB))
    .join(TicketFollower, TicketFollower.user_id == User.id)
    .where(TicketFollower.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
)
_COPIED = (
    select(func.array_agg(aggregate_order_by(TicketCopy.address, TicketCopy.id)))
    .where(TicketCopy.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
)


@lru_cache(maxsize=100)
def _one(reach: Actor, act: Act) -> Prepared:
    rows = summaries(reach, act).add_columns(_FOLLOWERS.label("followers"), _COPIED.label("copied"))
    return Prepared(rows.where(Ticket.id == _TICKET_ID))


async def find_row(source: Source, actor: Actor, ticket_id: int) -> TicketRow:
    """The ticket's row. 404 when the actor can't see it; whoever may restore it sees a deleted one."""
    reach, values = reach_of(actor), rights(actor) | {"ticket_id": ticket_id}
    row = await _one(reach, Act.view).one_or_none(source, values)
    if row is None and actor.is_staff:
        row = await _one(reach, Act.restore).one_or_none(source, values)
    if row is None:
        raise NotFound
    return row


async def read_ticket(source: Source, actor: Actor, ticket_id: int, lookup: Lookup) -> Members:
    """The ticket with what this actor may do: the members of a `TicketRead`. 404 when they can't see it."""
    row = await find_row(source, actor, ticket_id)
    known = await lookup.covering([row])
    acts = acts_on(actor, deleted=row["deleted_at"] is not None)
    return summary(row, actor, known) | {
        "can": {name: name in acts for name in _CAN},
        "followers": row["followers"] or [] if actor.is_staff else [],
        "copied": row["copied"] or [] if actor.is_staff else [],
    }
