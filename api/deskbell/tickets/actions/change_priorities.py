"""Making, changing, ordering and deleting priorities themselves.

Tickets repeat the rank of theirs, for the lists: when ranks change, a job takes them over.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.jobs import enqueue
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.order_vocabulary import in_order, refuse_taken_name
from deskbell.tickets.actions.replace import replace
from deskbell.tickets.events import PriorityChanged, PriorityCreated, PriorityDeleted, TicketPriorityChanged
from deskbell.tickets.models import Priority, Ticket
from deskbell.tickets.problems import IsDefault, unknown
from deskbell.tickets.vocabulary_schemas import PriorityCreate, PriorityUpdate

RERANK = "tickets.rerank"
BATCH = 2000
LATER = timedelta(minutes=1)


async def create_priority(session: AsyncSession, actor: Actor, body: PriorityCreate) -> Priority:
    """Make a priority, the least pressing of all. Raises `NameTaken`."""
    await refuse_taken_name(session, Priority, body.name)
    lowest = await session.scalar(select(func.min(Priority.rank)))
    rank = (1 if lowest is None else lowest) - 1
    priority = Priority(name=body.name, color=body.color, rank=rank, is_default=False)
    session.add(priority)
    await session.flush()
    await record(session, actor, PriorityCreated(priority_id=priority.id))
    return priority


async def change_priority(
    session: AsyncSession, actor: Actor, priority_id: int, body: PriorityUpdate
) -> Priority:
    """Take over what is given and differs. Raises `NotFound`, `NameTaken`."""
    priority = await session.get(Priority, priority_id, with_for_update=True)
    if priority is None:
        raise NotFound
    given = body.model_dump(exclude_none=True)
    wanted = {name: value for name, value in given.items() if getattr(priority, name) != value}
    if "name" in wanted:
        await refuse_taken_name(session, Priority, wanted["name"], but=priority_id)
    if wanted.pop("is_default", False):
        await _make_default(session, actor, priority)
    for name, value in wanted.items():
        setattr(priority, name, value)
    if wanted:
        await session.flush()
        await record(session, actor, PriorityChanged(priority_id=priority_id, fields=sorted(wanted)))
    return priority


async def _make_default(session: AsyncSession, actor: Actor, priority: Priority) -> None:
    """Give this one to new tickets; there is never more than one."""
    before = (await session.scalars(select(Priority).where(Priority.is_default).with_for_update())).one()
    before.is_default = False
    await session.flush()
    priority.is_default = True
    await session.flush()
    facts = [PriorityChanged(priority_id=each.id, fields=["is_default"]) for each in (before, priority)]
    await record(session, actor, *facts)


async def order_priorities(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> None:
    """Put them all into this order, the most pressing first. Raises unless each is named once."""
    ordered = await in_order(session, Priority, ids)
    ranks = dict(zip(ids, sorted((each.rank for each in ordered), reverse=True), strict=True))
    moved = [each for each in ordered if each.rank != ranks[each.id]]
    if not moved:
        return
    beyond = max(abs(each.rank) for each in ordered) + 1  # a rank stands once at every moment
    for place, each in enumerate(moved):
        each.rank = beyond + place
    await session.flush()
    for each in moved:
        each.rank = ranks[each.id]
    await session.flush()
    facts = [PriorityChanged(priority_id=each.id, fields=["rank"]) for each in moved]
    await record(session, actor, *facts)
    await enqueue(session, RERANK)
    await enqueue(session, RERANK, at=datetime.now(UTC) + LATER)  # for what was being written meanwhile


async def rerank_tickets(session: AsyncSession) -> None:
    """Let a batch of tickets take over the rank of their priority; the next batch is the next job."""
    old = (
        select(Ticket.id)
        .join(Priority, Priority.id == Ticket.priority_id)
        .where(Ticket.priority_rank != Priority.rank)
        .limit(BATCH)
        .with_for_update(of=Ticket, skip_locked=True, key_share=True)
    )
    rank = select(Priority.rank).where(Priority.id == Ticket.priority_id).scalar_subquery()
    taken = update(Ticket).where(Ticket.id.in_(old)).values(priority_rank=rank).returning(Ticket.id)
    if len((await session.scalars(taken)).all()) == BATCH:
        await enqueue(session, RERANK)


async def delete_priority(session: AsyncSession, actor: Actor, priority_id: int, move_to: int | None) -> None:
    """Delete a priority; tickets that have it get `move_to`.

    Raises `NotFound`, `IsDefault`, `StillUsed`, `UnknownReference`.
    """
    priority = await session.get(Priority, priority_id, with_for_update=True)
    if priority is None:
        raise NotFound
    if priority.is_default:
        raise IsDefault
    change = await _moving(session, priority_id, move_to)
    await replace(session, actor, Ticket.priority_id == priority_id, change)
    gone = await session.get(Priority, priority_id)
    await session.delete(gone)
    await session.flush()
    await record(session, actor, PriorityDeleted(priority_id=priority_id, moved_to=move_to))


async def _moving(
    session: AsyncSession, before_id: int, move_to: int | None
) -> Callable[[Ticket], TicketPriorityChanged] | None:
    if move_to is None:
        return None
    after = await session.get(Priority, move_to, with_for_update=True)
    if after is None or after.id == before_id:
        raise unknown("?move_to")
    after_id, rank = after.id, after.rank

    def move(ticket: Ticket) -> TicketPriorityChanged:
        ticket.priority_id, ticket.priority_rank = after_id, rank
        return TicketPriorityChanged(
            ticket_id=ticket.id, version=ticket.version, before=before_id, after=after_id
        )

    return move
