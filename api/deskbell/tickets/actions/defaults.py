"""What a ticket gets when nobody says otherwise."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.prepared import Prepared
from deskbell.departments.models import Department
from deskbell.tickets.models import Priority, Status, StatusKind


@dataclass(frozen=True, slots=True)
class Defaults:
    """The default department, status and priority of a new ticket."""

    department_id: int
    status_id: int
    status_kind: str
    priority_id: int
    priority_rank: int


_NEW = Status.is_default & (Status.kind == StatusKind.new)
_TOGETHER = Department.__table__.join(Status.__table__, _NEW).join(Priority.__table__, Priority.is_default)
_DEFAULTS = Prepared(
    select(
        Department.id.label("department_id"),
        Status.id.label("status_id"),
        Status.kind.label("status_kind"),
        Priority.id.label("priority_id"),
        Priority.rank.label("priority_rank"),
    )
    .select_from(_TOGETHER)
    .where(Department.is_default)
)


async def defaults(session: AsyncSession) -> Defaults:
    """The defaults, in one statement."""
    return Defaults(**(await _DEFAULTS.all(session, {}))[0])


async def default_status(session: AsyncSession, kind: StatusKind) -> Status:
    """The status of a kind that rules choose."""
    return (await session.execute(select(Status).where(Status.kind == kind, Status.is_default))).scalar_one()
