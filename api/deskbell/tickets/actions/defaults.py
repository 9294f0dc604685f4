"""What a ticket gets when nobody says otherwise."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.prepared import Prepared
from deskbell.departments.models import Department
from deskbell.kit.references import new_reference
from deskbell.tickets.models import Priority, Status, StatusKind, Ticket


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


def untouched(usual: Defaults, *, subject: str, requester_id: int, channel: str) -> Ticket:
    """A ticket with the defaults and without a message; `say` stores it with its first one."""
    return Ticket(
        reference=new_reference(),
        subject=subject,
        requester_id=requester_id,
        department_id=usual.department_id,
        status_id=usual.status_id,
        status_kind=usual.status_kind,
        priority_id=usual.priority_id,
        priority_rank=usual.priority_rank,
        channel=channel,
        preview="",
        message_count=0,
        public_message_count=0,
        version=1,
        private=False,
    )


async def default_status(session: AsyncSession, kind: StatusKind) -> Status:
    """The status of a kind that rules choose."""
    return (await session.execute(select(Status).where(Status.kind == kind, Status.is_default))).scalar_one()
