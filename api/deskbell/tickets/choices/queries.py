"""Which departments, types and priorities a customer may choose: choosing, never sight (domain.md 3.1)."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.departments.models import Department, DepartmentAncestor, DepartmentAudience
from deskbell.tickets.choices.models import PriorityAudience, TicketTypeAudience
from deskbell.tickets.choices.schemas import DepartmentChoice, TicketChoicesRead
from deskbell.tickets.dimension_schemas import PriorityRead, TicketChoices
from deskbell.tickets.models import Priority, TicketType
from deskbell.tickets.problems import unknown
from deskbell.user_groups.queries import granted_to, in_audience

SET_PRIORITY = "tickets.set_priority"
_Above = aliased(Department, name="above")


def named_to(
    number: InstrumentedAttribute[int], is_public: InstrumentedAttribute[bool], actor: Actor
) -> ColumnElement[bool]:
    """Whether a department by itself is one that the actor may be told of; what is above narrows it."""
    return is_public & in_audience(number, DepartmentAudience.department_id, actor)


def choosable_departments(actor: Actor) -> ColumnElement[bool]:
    """The departments that take tickets, and that the actor may be told of with all that is above them."""
    hidden = exists().where(
        DepartmentAncestor.department_id == Department.id,
        DepartmentAncestor.ancestor_id == _Above.id,
        ~named_to(_Above.id, _Above.is_public, actor),
    )
    return Department.for_tickets & named_to(Department.id, Department.is_public, actor) & ~hidden


def choosable_types(actor: Actor) -> ColumnElement[bool]:
    """The types that are for the actor."""
    return in_audience(TicketType.id, TicketTypeAudience.ticket_type_id, actor)


def choosable_priorities(actor: Actor) -> ColumnElement[bool]:
    """The priorities that are for the actor, if they may set one at all."""
    return granted_to(actor, SET_PRIORITY) & in_audience(Priority.id, PriorityAudience.priority_id, actor)


async def choices_of(connection: AsyncConnection, actor: Actor) -> TicketChoicesRead:
    """All that the actor may choose for a ticket of theirs."""
    departments = select(Department.id, Department.name, Department.parent_id)
    types = select(TicketType.id, TicketType.name).order_by(TicketType.position, TicketType.id)
    priorities = select(Priority.id, Priority.name, Priority.color, Priority.rank)
    rows = [
        (await connection.execute(statement)).mappings().all()
        for statement in (
            departments.where(choosable_departments(actor)).order_by(Department.name),
            types.where(choosable_types(actor)),
            priorities.where(choosable_priorities(actor)).order_by(Priority.rank.desc()),
        )
    ]
    return TicketChoicesRead(
        departments=[DepartmentChoice(**row) for row in rows[0]],
        types=[Ref(**row) for row in rows[1]],
        priorities=[PriorityRead(**row) for row in rows[2]],
    )


async def chosen(session: AsyncSession, actor: Actor, wanted: TicketChoices | None) -> dict[str, int]:
    """The columns of a ticket for which the actor chose this.

    Raises `UnknownReference` for what is not theirs to choose, the same as for what does not exist (T12).
    """
    if wanted is None:
        return {}
    of_department = select(Department.id.label("department_id")).where(choosable_departments(actor))
    of_type = select(TicketType.id.label("type_id")).where(choosable_types(actor))
    of_priority = select(Priority.id.label("priority_id"), Priority.rank.label("priority_rank"))
    asked = (
        ("department_id", wanted.department_id, of_department.where(Department.id == wanted.department_id)),
        ("type_id", wanted.type_id, of_type.where(TicketType.id == wanted.type_id)),
        (
            "priority_id",
            wanted.priority_id,
            of_priority.where(choosable_priorities(actor), Priority.id == wanted.priority_id),
        ),
    )
    found: dict[str, int] = {}
    for name, number, statement in asked:
        if number is None:
            continue
        row = (await session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise unknown(f"/choices/{name}")
        found |= row
    return found
