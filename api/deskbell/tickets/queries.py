"""Which tickets an actor may see and act on: the one predicate, and the selects that start from it.

`visible_to` is the only rule of sight of this product (domain.md section 5). Every function here takes the
actor, or is named `system_…` and is not for endpoints.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Row,
    Select,
    String,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from deskbell.core.auth import Act, Actor, Level
from deskbell.core.prepared import Prepared
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.departments.models import Department
from deskbell.permissions.matrix import part_of, scopes_of
from deskbell.permissions.queries import system_departments_of
from deskbell.tickets.behind import of_behind, values_of_behind
from deskbell.tickets.customers import customer_reach
from deskbell.tickets.dimension_schemas import DepartmentOpenCountRead
from deskbell.tickets.figures.models import DepartmentOpenCount
from deskbell.tickets.models import (
    OPEN_KINDS,
    StatusKind,
    Ticket,
    TicketCopy,
    TicketFollower,
    TicketGrant,
)
from deskbell.tickets.standing import LET_IN_FOR, Place
from deskbell.users.models import User, UserAddress

SAYING = frozenset({Act.reply, Act.note})


def may(actor: Actor, act: Act = Act.view) -> ColumnElement[bool]:
    """The predicate: which rows of `tickets` the actor may do this act on."""
    return in_state(act) & in_reach(actor, act)


def in_state(act: Act) -> ColumnElement[bool]:
    """The tickets that are there for this act: the living ones, or the deleted ones to be restored."""
    state = Ticket.deleted_at.is_not(None) if act is Act.restore else Ticket.deleted_at.is_(None)
    return state & Ticket.spam_at.is_(None)


def in_reach(actor: Actor, act: Act) -> ColumnElement[bool]:
    """How far the actor's rights reach, whatever the state of the ticket."""
    if actor.behind is not None:
        return customer_reach(actor, act) & of_behind(in_reach(actor.behind, act))
    if act is Act.set_private:
        return customer_reach(actor, act)
    if actor.kind == "system" or actor.level is Level.admin:
        return true()
    if actor.level is Level.agent:
        return _agents_reach(actor, act)
    return customer_reach(actor, act)


def _agents_reach(actor: Actor, act: Act) -> ColumnElement[bool]:
    """The scopes of the matrix in which the act is open; rights add up over them."""
    scopes = scopes_of(actor.permissions, act)
    there = in_departments(Ticket.department_id, actor)
    inside = [there & each for each in inside_departments(actor, scopes)]
    parts = [*inside, *beside_departments(actor, act, scopes)]
    return or_(*parts) if parts else false()


def inside_departments(actor: Actor, scopes: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """What is open in the actor's departments: all at once where that is one condition."""
    if scopes >= {"mine", "unassigned", "others"}:
        yield true()
        return
    if "unassigned" in scopes:
        yield Ticket.assignee_id.is_(None)
    if "others" in scopes:
        yield Ticket.assignee_id != _me(actor)


def beside_departments(actor: Actor, act: Act, scopes: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """What is open wherever the ticket stands: mine, my teams', followed, let in to."""
    if "mine" in scopes:
        yield Ticket.assignee_id == _me(actor)
    if "team" in scopes:
        yield Ticket.team_id == func.any(bindparam("actor_teams", list(actor.teams), type_=ARRAY(BigInteger)))
    named = []
    if "followed" in scopes:
        named.append(select(TicketFollower.ticket_id).where(TicketFollower.user_id == _me(actor)))
    if "mine" in scopes and act in LET_IN_FOR:
        named.append(select(TicketGrant.ticket_id).where(TicketGrant.user_id == _me(actor)))
    if named:
        numbers = union_all(*(each.correlate(None) for each in named))
        yield Ticket.id == func.any(func.array(numbers.scalar_subquery()))


def _me(actor: Actor) -> BindParameter[int | None]:
    return bindparam("actor_user_id", actor.user_id, type_=BigInteger)


def in_departments(column: InstrumentedAttribute[int], actor: Actor) -> ColumnElement[bool]:
    """Whether the actor has access to the department in this column; one text for any count of them."""
    return column == func.any(_departments(actor))


def _departments(actor: Actor) -> BindParameter[Sequence[int]]:
    return bindparam("actor_departments", list(actor.departments), type_=ARRAY(BigInteger))


def in_departments_or_beside(
    department_id: InstrumentedAttribute[int], ticket_id: InstrumentedAttribute[int], actor: Actor
) -> ColumnElement[bool]:
    """What `may(actor)` lies within, for tables with a department of their own that have an index for it.

    Tickets beyond the actor's departments are few, and found by whose they are in the other departments.
    """
    other = select(Department.id).where(Department.id != func.all(_departments(actor))).correlate(None)
    elsewhere = Ticket.department_id == func.any(func.array(other.scalar_subquery()))
    beside = or_(*beside_departments(actor, Act.view, scopes_of(actor.permissions, Act.view)))
    numbers = select(Ticket.id).where(elsewhere, beside).correlate(None).scalar_subquery()
    return in_departments(department_id, actor) | (ticket_id == func.any(func.array(numbers)))


def rights(actor: Actor) -> dict[str, Any]:
    """The values of the parameters in `may`, for statements that were made once for all of a level."""
    values: dict[str, Any] = {
        "actor_departments": actor.departments,
        "actor_teams": actor.teams,
        "actor_user_id": actor.user_id,
        "actor_ticket_id": actor.ticket_id,
    }
    if actor.behind is not None:
        values |= values_of_behind(rights(actor.behind))
    return values


def reach_of(actor: Actor, act: Act = Act.view) -> Actor:
    """The actor without anything of their own: what decides the text of `may(…, act)`, not its values."""
    if actor.level is not Level.agent:
        them = actor.behind  # with all that they hold: `can` asks for other acts, too
        behind = them and Actor(kind=them.kind, level=them.level, permissions=them.permissions)
        return Actor(kind=actor.kind, level=actor.level, behind=behind)
    return Actor(kind=actor.kind, level=actor.level, permissions=part_of(actor.permissions, act))


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
    row = await _one(reach_of(actor, act), act).one_or_none(session, values)
    if row is not None:
        return _loaded(session, row, watched=act not in SAYING)
    known = await session.scalar(select(Ticket.id).where(may(actor), Ticket.id == ticket_id))
    raise NotFound if known is None else NotAllowed


async def system_may_work_on(
    session: AsyncSession, user_id: int, department_id: int, ticket_id: int | None = None
) -> bool:
    """Whether somebody sees the department's tickets, or was let in to this one."""
    access = literal(department_id).in_(system_departments_of(User.id))
    let_in = exists().where(TicketGrant.ticket_id == ticket_id, TicketGrant.user_id == user_id)
    reaches = (User.level >= Level.admin) | ((User.level >= Level.agent) & (access | let_in))
    return bool(await session.scalar(select(reaches).where(User.id == user_id)))


async def system_audience(
    connection: AsyncConnection | AsyncSession, ticket_ids: Sequence[int]
) -> list[Place]:
    """For the live stream's index: where these tickets are now; those gone as spam count as deleted."""
    followers = select(TicketFollower.user_id).where(TicketFollower.ticket_id == Ticket.id)
    let_in = select(TicketGrant.user_id).where(TicketGrant.ticket_id == Ticket.id)
    statement = select(
        Ticket.id,
        Ticket.department_id,
        Ticket.requester_id,
        Ticket.assignee_id,
        Ticket.team_id,
        func.array(followers.correlate(Ticket).scalar_subquery(), type_=ARRAY(BigInteger)).label("followers"),
        func.array(let_in.correlate(Ticket).scalar_subquery(), type_=ARRAY(BigInteger)).label("let_in"),
        (Ticket.deleted_at.is_not(None) | Ticket.spam_at.is_not(None)).label("deleted"),
    ).where(Ticket.id.in_(ticket_ids))
    return [
        Place(*row[:5], frozenset(row.followers), frozenset(row.let_in), row.deleted)
        for row in await connection.execute(statement)
    ]


async def open_counts(connection: AsyncConnection, actor: Actor) -> list[DepartmentOpenCountRead]:
    """How many open tickets that the actor sees each department has that they have access to."""
    counts = DepartmentOpenCount
    seen_in = scopes_of(actor.permissions, Act.view)
    if not seen_in.issuperset({"unassigned", "others"}):  # admins hold all, behind their own door
        return await _counted(connection, actor)
    reach = true() if actor.level is Level.admin else in_departments(counts.department_id, actor)
    rows = await connection.execute(select(counts.department_id, counts.open_tickets).where(reach))
    return [DepartmentOpenCountRead(department_id=row[0], open_tickets=row[1]) for row in rows]


async def _counted(connection: AsyncConnection, actor: Actor) -> list[DepartmentOpenCountRead]:
    """Where the actor does not see all of a department, what they see of it is counted."""
    seen = (may(actor), Ticket.status_kind.in_(OPEN_KINDS), in_departments(Ticket.department_id, actor))
    statement = select(Ticket.department_id, func.count()).where(*seen).group_by(Ticket.department_id)
    found = {row[0]: row[1] for row in await connection.execute(statement)}
    return [
        DepartmentOpenCountRead(department_id=number, open_tickets=found.get(number, 0))
        for number in actor.departments
    ]


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


async def system_is_solved(session: AsyncSession, ticket_id: int) -> bool:
    """Whether the ticket is solved, so that an answer to it would open it again."""
    solved = select(Ticket.id).where(Ticket.id == ticket_id, Ticket.status_kind == StatusKind.solved)
    return await session.scalar(solved) is not None
