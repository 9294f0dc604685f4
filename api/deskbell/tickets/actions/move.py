"""Moving a ticket to another department."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.departments.models import Department
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketAssigneeChanged, TicketDepartmentChanged
from deskbell.tickets.messages.models import MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import unknown
from deskbell.tickets.queries import system_may_work_on


async def move(session: AsyncSession, actor: Actor, ticket: Ticket, department_id: int) -> None:
    """Move the ticket. An assignee without access to the new department is released."""
    if ticket.department_id == department_id:
        return
    await refuse_department(session, actor, department_id)
    before, ticket.department_id = ticket.department_id, department_id
    facts: list[Event] = [
        TicketDepartmentChanged(
            ticket_id=ticket.id,
            version=touch(ticket),
            before=before,
            after=department_id,
            open=ticket.is_open,
        )
    ]
    if ticket.assignee_id is not None and not await system_may_work_on(
        session, ticket.assignee_id, department_id, ticket.id
    ):
        released, ticket.assignee_id = ticket.assignee_id, None
        facts.append(
            TicketAssigneeChanged(ticket_id=ticket.id, version=touch(ticket), before=released, after=None)
        )
    found = (
        update(MessageSearch).where(MessageSearch.ticket_id == ticket.id).values(department_id=department_id)
    )
    await session.execute(found, execution_options={"synchronize_session": False})
    await record(session, actor, *facts)


async def refuse_department(
    session: AsyncSession,
    actor: Actor,
    department_id: int,
    pointer: str = "/department_id",
    *,
    to_open: bool = False,
) -> None:
    """Raise unless the department takes tickets and the actor has access to it; else there is none (T12).

    `to_open`: to open a ticket in it, for which access to move only is not enough.
    """
    given = actor.departments if to_open else (*actor.departments, *actor.assign_departments)
    reachable = actor.level is Level.admin or department_id in given
    department = await session.get(Department, department_id) if reachable else None
    if department is None or not department.for_tickets:
        raise unknown(pointer)
