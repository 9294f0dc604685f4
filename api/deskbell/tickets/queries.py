"""Which tickets an actor may see and act on: the one predicate, and the selects that start from it.

`visible_to` is the only rule of sight of this product (domain.md section 5). Every function here takes the
actor, or is named `system_…` and is not for endpoints.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Row,
    Select,
    String,
    bindparam,
    false,
    func,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from deskbell.core.auth import Act, Actor, Level
from deskbell.core.prepared import Prepared
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.tickets.dimension_schemas import DepartmentOpenCountRead
from deskbell.tickets.models import DepartmentOpenCount, StatusKind, Ticket, TicketCopy, TicketFollower
from deskbell.users.models import UserAddress

CUSTOMER_ACTS = frozenset({Act.view, Act.reply, Act.solve})
SAYING = frozenset({Act.reply, Act.note})


def may(actor: Actor, act: Act = Act.view) -> ColumnElement[bool]:
    """The predicate: which rows of `tickets` the actor may do this act on."""
    state = Ticket.deleted_at.is_not(None) if act is Act.restore else Ticket.deleted_at.is_(None)
    return state & Ticket.spam_at.is_(None) & _reach(actor, act)


def _reach(actor: Actor, act: Act) -> ColumnElement[bool]:
    """How far the actor's rights reach, whatever the state of the ticket."""
    if actor.kind == "system" or actor.level is Level.admin:
        return true()
    if actor.level is Level.agent:
        return in_departments(Ticket.department_id, actor)
    if act not in CUSTOMER_ACTS:
        return false()
    user_id = bindparam("actor_user_id", actor.user_id, type_=BigInteger)
    if actor.kind == "link":
        ticket_id = bindparam("actor_ticket_id", actor.ticket_id, type_=BigInteger)
        return (Ticket.id == ticket_id) & (Ticket.requester_id == user_id)
    return Ticket.requester_id == user_id if actor.level is Level.user else false()


def in_departments(column: InstrumentedAttribute[int], actor: Actor) -> ColumnElement[bool]:
    """Whether the actor has access to the department in this column; one text for any count of them."""
    departments = bindparam("actor_departments", list(actor.departments), type_=ARRAY(BigInteger))
    return column == func.any(departments)


def rights(actor: Actor) -> dict[str, Any]:
    """The values of the parameters in `may`, for statements that were made once for all of a level."""
    return {
        "actor_departments": actor.departments,
        "actor_user_id": actor.user_id,
        "actor_ticket_id": actor.ticket_id,
    }


def reach_of(actor: Actor) -> Actor:
    """The actor without anything of their own: what decides the text of `may`, not its values."""
    return Actor(kind=actor.kind, level=actor.level)


def visible_to(actor: Actor, act: Act = Act.view) -> Select[Ticket]:
    """The tickets on which the actor may do this act."""
    return select(Ticket).where(may(actor, act))


@lru_cache(maxsize=200)
def _one(reach: Actor, act: Act) -> Prepared:
    """One ticket, to be changed."""
    named = Ticket.id == bindparam("ticket_id", type_=BigInteger)
    statement = select(*Ticket.__table__.c).where(may(reach, act), named)
    return Prepared(statement.with_for_update(key_share=True))  # rows that name the ticket may be added


def _loaded(session: AsyncSession, row: Mapping[str, Any], *, watched: bool) -> Ticket:
    """The row as an entity, as if the ORM had loaded it."""
    known = session.identity_map.get(identity_key(Ticket, row["id"]))
    if known is not None:
        return known
    ticket = Ticket()
    ticket.__dict__.update(row)
    if watched:
        make_transient_to_detached(ticket)
        session.add(ticket)
    return ticket


async def get_allowed(session: AsyncSession, actor: Actor, act: Act, ticket_id: int) -> Ticket:
    """The ticket, locked for the change.

    404 when the actor can't view it, 403 when they can but may not do this. The session writes what is
    changed of it; for the acts of `SAYING`, the message's own statement does.
    """
    values = rights(actor) | {"ticket_id": ticket_id}
    row = await _one(reach_of(actor), act).one_or_none(session, values)
    if row is not None:
        return _loaded(session, row, watched=act not in SAYING)
    known = await session.scalar(select(Ticket.id).where(may(actor), Ticket.id == ticket_id))
    raise NotFound if known is None else NotAllowed


def acts_on(actor: Actor, *, deleted: bool = False) -> frozenset[Act]:
    """The acts that the actor may do on a ticket that they can view; what `can` is made of.

    The matrix of scopes comes later; until then every act of an agent reaches exactly as far as sight does.
    """
    if deleted:
        return frozenset({Act.restore}) if actor.is_staff else frozenset()
    if actor.is_staff:
        return frozenset(TICKET_ACTS) - {Act.restore}
    return CUSTOMER_ACTS


TICKET_ACTS = (
    Act.view,
    Act.reply,
    Act.note,
    Act.set_fields,
    Act.set_status,
    Act.solve,
    Act.assign,
    Act.move,
    Act.label,
    Act.follow,
    Act.link,
    Act.delete,
    Act.restore,
)


async def system_audience(
    connection: AsyncConnection | AsyncSession, ticket_ids: Sequence[int]
) -> Sequence[Row[int, int, int, bool]]:
    """For the live stream's index: (id, department_id, requester_id, deleted) of these tickets."""
    gone = (Ticket.deleted_at.is_not(None) | Ticket.spam_at.is_not(None)).label("deleted")
    statement = select(Ticket.id, Ticket.department_id, Ticket.requester_id, gone).where(
        Ticket.id.in_(ticket_ids)
    )
    return (await connection.execute(statement)).all()


def audience_includes(
    actor: Actor, ticket_id: int, department_id: int, requester_id: int, *, deleted: bool
) -> bool:
    """`may(actor)` for one ticket, in Python: the live stream's index.

    A property test holds the two equal (T04).
    """
    if deleted:
        return False
    if actor.kind == "system" or actor.level is Level.admin:
        return True
    if actor.level is Level.agent:
        return department_id in actor.departments
    if actor.kind == "link":
        return ticket_id == actor.ticket_id and requester_id == actor.user_id
    return actor.level is Level.user and requester_id == actor.user_id


async def open_counts(connection: AsyncConnection, actor: Actor) -> list[DepartmentOpenCountRead]:
    """How many open tickets each department has that the actor has access to."""
    counts = DepartmentOpenCount
    reach = true() if actor.level is Level.admin else in_departments(counts.department_id, actor)
    rows = await connection.execute(select(counts.department_id, counts.open_tickets).where(reach))
    return [DepartmentOpenCountRead(department_id=row[0], open_tickets=row[1]) for row in rows]


async def system_mail_tickets(
    session: AsyncSession, ticket_ids: Sequence[int], references: Sequence[str]
) -> Sequence[Row[int, str, bool, Sequence[str]]]:
    """For threading mail: (id, reference, closed, parties) of living tickets; parties are addresses.

    A party is the requester, the assignee, a follower, and whoever is copied.
    """
    follower = select(TicketFollower.user_id).where(TicketFollower.ticket_id == Ticket.id).correlate(Ticket)
    people = select(func.lower(UserAddress.address)).where(
        (UserAddress.user_id == Ticket.requester_id)
        | (UserAddress.user_id == Ticket.assignee_id)
        | UserAddress.user_id.in_(follower)
    )
    copied = select(func.lower(TicketCopy.address)).where(TicketCopy.ticket_id == Ticket.id)
    parties = func.array(
        people.correlate(Ticket).union_all(copied.correlate(Ticket)).scalar_subquery(), type_=ARRAY(String)
    )
    closed = (Ticket.status_kind == StatusKind.closed).label("closed")
    statement = select(Ticket.id, Ticket.reference, closed, parties.label("parties")).where(
        Ticket.deleted_at.is_(None),
        Ticket.spam_at.is_(None),
        Ticket.id.in_(ticket_ids) | Ticket.reference.in_(references),
    )
    return (await session.execute(statement)).all()
