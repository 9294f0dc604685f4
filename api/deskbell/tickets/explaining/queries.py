"""Where a ticket stands to somebody, and whether they may do something with it: the predicate itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor
from deskbell.core.pagination import COUNT_LIMIT
from deskbell.departments.models import DepartmentAncestor
from deskbell.tickets.customers import system_customers
from deskbell.tickets.models import StatusKind, Ticket, TicketFollower, TicketGrant
from deskbell.tickets.queries import in_state, may
from deskbell.users.models import User, UserAddress

_PROVEN = exists().where(UserAddress.user_id == User.id, UserAddress.verified_at.is_not(None))


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket, as far as rights look at it. `above`: the departments over its own."""

    id: int
    reference: str
    department_id: int
    above: frozenset[int]
    team_id: int | None
    assignee_id: int | None
    requester_id: int
    organization_id: int | None
    private: bool
    solved: bool
    there: bool
    followed: bool
    let_in: bool


async def may_act(session: AsyncSession, actor: Actor, act: Act, ticket_id: int) -> bool:
    """Whether the actor may do this with the ticket."""
    return await session.scalar(select(Ticket.id).where(may(actor, act), Ticket.id == ticket_id)) is not None


async def is_solved(session: AsyncSession, actor: Actor, ticket_id: int) -> bool:
    """Whether a ticket that the actor sees is solved."""
    solved = (Ticket.status_kind == StatusKind.solved, Ticket.id == ticket_id)
    return await session.scalar(select(Ticket.id).where(may(actor), *solved)) is not None


async def system_facts(
    session: AsyncSession, user_id: int | None, ticket_id: int, act: Act
) -> TicketFacts | None:
    """What bears on this person's rights on a ticket; `there`: its state allows the act at all."""
    followed = exists().where(TicketFollower.ticket_id == Ticket.id, TicketFollower.user_id == user_id)
    let_in = exists().where(TicketGrant.ticket_id == Ticket.id, TicketGrant.user_id == user_id)
    columns = (
        "id",
        "reference",
        "department_id",
        "team_id",
        "assignee_id",
        "requester_id",
        "organization_id",
        "private",
    )
    statement = select(
        *(Ticket.__table__.c[name] for name in columns),
        (Ticket.status_kind == StatusKind.solved).label("solved"),
        in_state(act).label("there"),
        followed.label("followed"),
        let_in.label("let_in"),
    ).where(Ticket.id == ticket_id)
    row = (await session.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    above = select(DepartmentAncestor.ancestor_id).where(
        DepartmentAncestor.department_id == row["department_id"]
    )
    return TicketFacts(**row, above=frozenset(await session.scalars(above)))


async def system_cells(session: AsyncSession, act: Act) -> Sequence[Row[int, int | None, int | None, int]]:
    """How many tickets there are for this act: (department, assignee, team, count)."""
    where = (Ticket.department_id, Ticket.assignee_id, Ticket.team_id)
    statement = select(*where, func.count()).where(in_state(act)).group_by(*where)
    return (await session.execute(statement)).all()


async def system_apart(
    session: AsyncSession, user_ids: Sequence[int], act: Act
) -> Sequence[Row[int, int, int, int | None, int | None, bool, bool]]:
    """The tickets that these agents follow or were let in to, one row for a person and a ticket.

    (person, ticket, department, assignee, team, followed, let in).
    """
    follows = (TicketFollower.ticket_id == Ticket.id) & (TicketFollower.user_id.in_(user_ids))
    let_in = (TicketGrant.ticket_id == Ticket.id) & (TicketGrant.user_id.in_(user_ids))
    named = (
        select(TicketFollower.ticket_id, TicketFollower.user_id)
        .where(TicketFollower.user_id.in_(user_ids))
        .union(select(TicketGrant.ticket_id, TicketGrant.user_id).where(TicketGrant.user_id.in_(user_ids)))
        .subquery()
    )
    statement = (
        select(
            named.c.user_id,
            Ticket.id,
            Ticket.department_id,
            Ticket.assignee_id,
            Ticket.team_id,
            exists().where(follows, TicketFollower.user_id == named.c.user_id),
            exists().where(let_in, TicketGrant.user_id == named.c.user_id),
        )
        .join(Ticket, Ticket.id == named.c.ticket_id)
        .where(in_state(act))
    )
    return (await session.execute(statement)).all()


async def system_shared(
    session: AsyncSession, organization_id: int, user_ids: Sequence[int], *, followed: bool
) -> dict[int, int]:
    """How many tickets of an organization each person has only by it: those they requested are left out.

    `followed`: tickets that the person follows, and sees by that, are left out, too.
    """
    theirs = (Ticket.organization_id == organization_id, Ticket.private.is_(False), in_state(Act.view))
    total = await session.scalar(select(func.count()).where(*theirs)) or 0
    follows = exists().where(TicketFollower.ticket_id == Ticket.id, TicketFollower.user_id == User.id)
    seen = (
        or_(Ticket.requester_id == User.id, follows & _PROVEN) if followed else Ticket.requester_id == User.id
    )
    own = select(User.id, func.count()).join(Ticket, seen).where(User.id.in_(user_ids), *theirs)
    mine = {row[0]: row[1] for row in await session.execute(own.group_by(User.id))}
    return {number: total - mine.get(number, 0) for number in user_ids}


async def tickets_seen(session: AsyncSession, actor: Actor) -> int:
    """How many tickets the actor sees; one more than are counted where there are more."""
    some = select(Ticket.id).where(may(actor)).limit(COUNT_LIMIT + 1).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0


async def system_concerned(session: AsyncSession, ticket_id: int) -> list[int]:
    """The customers who may have to do with a ticket: its requester, and those who see it otherwise."""
    requester = select(Ticket.requester_id).where(Ticket.id == ticket_id)
    others = [row[1] for row in await system_customers(session, [ticket_id])]
    return sorted({*others, *await session.scalars(requester)})
