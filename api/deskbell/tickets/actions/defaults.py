"""What a ticket gets when nobody says otherwise."""

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.prepared import Prepared
from deskbell.departments.models import Department
from deskbell.kit.references import new_reference
from deskbell.tickets.models import Priority, Status, StatusKind, Ticket

BY_DEFAULT = 0
"""As a new ticket's organization: the requester's default one, found as the ticket is stored."""
DEFAULTED = ("department_id", "status_id", "status_kind", "priority_id", "priority_rank")
"""What a new ticket gets by itself."""


def usual_values() -> Select[int, int, str, int, int]:
    """The one row of `DEFAULTED`: the default department, status and priority at this moment."""
    new = Status.is_default & (Status.kind == StatusKind.new)
    together = Department.__table__.join(Status.__table__, new).join(Priority.__table__, Priority.is_default)
    return (
        select(
            Department.id.label("department_id"),
            Status.id.label("status_id"),
            Status.kind.label("status_kind"),
            Priority.id.label("priority_id"),
            Priority.rank.label("priority_rank"),
        )
        .select_from(together)
        .where(Department.is_default)
    )


_DEPARTMENT = Prepared(select(Department.id).where(Department.is_default))


async def default_department(session: AsyncSession) -> int:
    """The department of whoever chooses none."""
    number: int = (await _DEPARTMENT.all(session, {}))[0]["id"]
    return number


def untouched(*, subject: str, requester_id: int, channel: str, organization_id: int | None = None) -> Ticket:
    """A ticket without a message; `say` stores it with its first one, and gives it the defaults.

    `organization_id` may be `BY_DEFAULT`, where it is sure who the requester is.
    """
    return Ticket(
        reference=new_reference(),
        subject=subject,
        requester_id=requester_id,
        organization_id=organization_id,
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
