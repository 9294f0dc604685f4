"""Making, changing, ordering and deleting statuses themselves."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.tickets.actions.order_vocabulary import in_order, refuse_taken_name
from deskbell.tickets.actions.replace import replace
from deskbell.tickets.events import StatusChanged, StatusCreated, StatusDeleted, TicketStatusChanged
from deskbell.tickets.models import Status, Ticket
from deskbell.tickets.problems import IsDefault, unknown
from deskbell.tickets.vocabulary_schemas import StatusCreate, StatusUpdate


async def create_status(session: AsyncSession, actor: Actor, body: StatusCreate) -> Status:
    """Make a status, the last of all. Raises `NameTaken`."""
    await refuse_taken_name(session, Status, body.name)
    last = await session.scalar(select(func.max(Status.position))) or 0
    status = Status(
        name=body.name,
        public_name=body.public_name or body.name,
        kind=body.kind,
        color=body.color,
        position=last + 1,
        is_default=False,
    )
    session.add(status)
    await session.flush()
    await record(session, actor, StatusCreated(status_id=status.id))
    return status


async def change_status(session: AsyncSession, actor: Actor, status_id: int, body: StatusUpdate) -> Status:
    """Take over what is given and differs. Raises `NotFound`, `NameTaken`."""
    status = await session.get(Status, status_id, with_for_update=True)
    if status is None:
        raise NotFound
    given = body.model_dump(exclude_none=True)
    wanted = {name: value for name, value in given.items() if getattr(status, name) != value}
    if "name" in wanted:
        await refuse_taken_name(session, Status, wanted["name"], but=status_id)
    if wanted.pop("is_default", False):
        await _make_default(session, actor, status)
    for name, value in wanted.items():
        setattr(status, name, value)
    if wanted:
        await session.flush()
        await record(session, actor, StatusChanged(status_id=status_id, fields=sorted(wanted)))
    return status


async def _make_default(session: AsyncSession, actor: Actor, status: Status) -> None:
    """Let rules choose this one of its kind; there is never more than one."""
    same = select(Status).where(Status.kind == status.kind, Status.is_default).with_for_update()
    before = (await session.scalars(same)).one_or_none()
    if before is not None:
        before.is_default = False
        await session.flush()
        await record(session, actor, StatusChanged(status_id=before.id, fields=["is_default"]))
    status.is_default = True
    await session.flush()
    await record(session, actor, StatusChanged(status_id=status.id, fields=["is_default"]))


async def order_statuses(session: AsyncSession, actor: Actor, ids: Sequence[int]) -> None:
    """Put them all into this order. Raises `UnknownReference` unless each is named once."""
    for place, status in enumerate(await in_order(session, Status, ids), start=1):
        if status.position != place:
            status.position = place
            await record(session, actor, StatusChanged(status_id=status.id, fields=["position"]))
    await session.flush()


async def delete_status(session: AsyncSession, actor: Actor, status_id: int, move_to: int | None) -> None:
    """Delete a status; tickets that have it get `move_to`, which is of the same kind.

    Raises `NotFound`, `IsDefault`, `StillUsed`, `UnknownReference`.
    """
    status = await session.get(Status, status_id, with_for_update=True)
    if status is None:
        raise NotFound
    if status.is_default:
        raise IsDefault
    await replace(session, actor, Ticket.status_id == status_id, await _moving(session, status, move_to))
    gone = await session.get(Status, status_id)
    await session.delete(gone)
    await session.flush()
    await record(session, actor, StatusDeleted(status_id=status_id, moved_to=move_to))


async def _moving(
    session: AsyncSession, status: Status, move_to: int | None
) -> Callable[[Ticket], TicketStatusChanged] | None:
    if move_to is None:
        return None
    after = await session.get(Status, move_to, with_for_update=True)
    if after is None or after.kind != status.kind or after.id == status.id:
        raise unknown("?move_to")
    before_id, after_id = status.id, after.id

    def move(ticket: Ticket) -> TicketStatusChanged:
        ticket.status_id = after_id
        return TicketStatusChanged(
            ticket_id=ticket.id,
            version=ticket.version,
            department_id=ticket.department_id,
            before=before_id,
            after=after_id,
            open_before=ticket.is_open,
            open_after=ticket.is_open,
        )

    return move
