"""The list of tickets: filters, orders, keyset; and rows as they are answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, literal_column, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute, aliased

from deskbell.core.auth import Act, Actor
from deskbell.core.fields import in_utc
from deskbell.core.pagination import COUNT_LIMIT, BadCursor, Page, Ref, decode_cursor, encode_cursor
from deskbell.kit.references import read_reference
from deskbell.tickets.dimensions import Dimensions, Lookup
from deskbell.tickets.models import Ticket, TicketFollower, TicketLabel
from deskbell.tickets.queries import may, one_of
from deskbell.tickets.schemas import (
    RequesterRead,
    TicketAgentPart,
    TicketListQuery,
    TicketSort,
    TicketSummary,
)
from deskbell.users.models import User, UserAddress

Requester = aliased(User, name="requester")
Address = aliased(UserAddress, name="address")
Assignee = aliased(User, name="assignee")

_LABELS = (
    select(TicketLabel.label_id).where(TicketLabel.ticket_id == Ticket.id).correlate(Ticket).scalar_subquery()
)
COLUMNS = (
    *(column for column in Ticket.__table__.c if column.name not in {"language", "private", "spam_at"}),
    Requester.name.label("requester_name"),
    Address.address.label("requester_email"),
    Assignee.name.label("assignee_name"),
    func.array(_LABELS).label("label_ids"),
)
_ROWS = (  # built once, not at every request
    select(*COLUMNS)
    .select_from(Ticket)
    .join(Requester, Requester.id == Ticket.requester_id)
    .outerjoin(Address, (Address.user_id == Ticket.requester_id) & Address.is_primary)
    .outerjoin(Assignee, Assignee.id == Ticket.assignee_id)
)
SORTS: dict[str, tuple[InstrumentedAttribute[Any], type]] = {
    "updated_at": (Ticket.updated_at, str),
    "created_at": (Ticket.created_at, str),
    "priority": (Ticket.priority_rank, int),
}


def summaries(actor: Actor, act: Act = Act.view) -> Select[Any]:
    """The tickets that the actor may see, as rows for `summary`."""
    return _ROWS.where(may(actor, act))


def filters(query: TicketListQuery) -> list[ColumnElement[bool]]:
    """The conditions of a list, one line for each filter."""
    found = [
        one_of(column, numbers)
        for column, numbers in (
            (Ticket.status_id, query.status_id),
            (Ticket.department_id, query.department_id),
            (Ticket.team_id, query.team_id),
            (Ticket.assignee_id, query.assignee_id),
            (Ticket.priority_id, query.priority_id),
            (Ticket.type_id, query.type_id),
            (Ticket.requester_id, query.requester_id),
        )
        if numbers
    ]
    if query.status_kind:  # literals, so that the partial indexes apply (stack.md)
        kinds = ", ".join(f"'{kind.value}'" for kind in sorted(set(query.status_kind)))
        found.append(literal_column(f"tickets.status_kind in ({kinds})"))
    if query.unassigned is not None:
        found.append(Ticket.assignee_id.is_(None) if query.unassigned else Ticket.assignee_id.is_not(None))
    found += [_has_label(number) for number in query.label_id]
    if query.follower_id is not None:
        follows = (TicketFollower.ticket_id == Ticket.id, TicketFollower.user_id == query.follower_id)
        found.append(exists().where(*follows))
    if query.reference is not None:
        found.append(Ticket.reference == (read_reference(query.reference) or ""))
    return found + _times(query)


def _has_label(number: int) -> ColumnElement[bool]:
    return exists().where(TicketLabel.ticket_id == Ticket.id, TicketLabel.label_id == number)


def _times(query: TicketListQuery) -> list[ColumnElement[bool]]:
    bounds = (
        (Ticket.created_at.__ge__, query.created_after),
        (Ticket.created_at.__lt__, query.created_before),
        (Ticket.updated_at.__ge__, query.updated_after),
        (Ticket.updated_at.__lt__, query.updated_before),
    )
    return [compare(moment) for compare, moment in bounds if moment is not None]


def page_of(statement: Select[Any], query: TicketListQuery) -> Select[Any]:
    """Order the rows and start after the cursor; one row more than the page shows if there are more."""
    name, down = query.sort.lstrip("-"), query.sort.startswith("-")
    column, kind = SORTS[name]
    if query.cursor is not None:
        sort, value, number = decode_cursor(query.cursor, str, kind, int)
        if sort != query.sort:
            raise BadCursor
        place = tuple_(column, Ticket.id)
        last = tuple_(_moment(value) if kind is str else value, number)
        statement = statement.where(place < last if down else place > last)
    order = (column.desc(), Ticket.id.desc()) if down else (column, Ticket.id)
    return statement.order_by(*order).limit(literal_column(str(query.limit + 1)))


def _moment(value: str) -> datetime:
    try:
        return in_utc(datetime.fromisoformat(value))
    except ValueError:
        raise BadCursor from None


def cursor_after(row: Row[Any], sort: TicketSort) -> str:
    """The cursor for the rows after this one."""
    value = row.priority_rank if "priority" in sort else getattr(row, sort.lstrip("-"))
    return encode_cursor(sort, value.isoformat() if isinstance(value, datetime) else value, row.id)


async def list_page(
    connection: AsyncConnection, actor: Actor, query: TicketListQuery, lookup: Lookup
) -> Page[TicketSummary]:
    """One page of the tickets that the actor may see."""
    act = Act.restore if query.deleted else Act.view
    statement = summaries(actor, act).where(*filters(query))
    rows = (await connection.execute(page_of(statement, query))).all()
    shown = rows[: query.limit]
    known = await lookup.covering(shown)
    more = cursor_after(shown[-1], query.sort) if len(rows) > query.limit else None
    total = await _total(connection, actor, act, query) if query.count else None
    return Page[TicketSummary](
        items=[summary(row, actor, known) for row in shown], next_cursor=more, total=total
    )


async def _total(connection: AsyncConnection, actor: Actor, act: Act, query: TicketListQuery) -> int:
    some = (
        select(text("1")).select_from(Ticket).where(may(actor, act), *filters(query)).limit(COUNT_LIMIT + 1)
    )
    return (await connection.execute(select(func.count()).select_from(some.subquery()))).scalar_one()


def summary(row: Row[Any], actor: Actor, known: Dimensions) -> TicketSummary:
    """A row of `summaries` as it is answered to this actor."""
    return TicketSummary.model_construct(**summary_members(row, actor, known))


def summary_members(row: Row[Any], actor: Actor, known: Dimensions) -> dict[str, Any]:
    """The members of a `TicketSummary`."""
    statuses = known.status_refs if actor.is_staff else known.public_status_refs
    return {
        "id": row.id,
        "reference": row.reference,
        "subject": row.subject,
        "status": statuses[row.status_id],
        "requester": RequesterRead.model_construct(
            id=row.requester_id, name=row.requester_name, email=row.requester_email
        ),
        "department": known.departments[row.department_id],
        "channel": row.channel,
        "preview": row.preview,
        "message_count": row.message_count if actor.is_staff else row.public_message_count,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": row.deleted_at,
        "version": row.version,
        "agent": _agent_part(row, known) if actor.is_staff else None,
    }


def _agent_part(row: Row[Any], known: Dimensions) -> TicketAgentPart:
    assignee = (
        None if row.assignee_id is None else Ref.model_construct(id=row.assignee_id, name=row.assignee_name)
    )
    return TicketAgentPart.model_construct(
        assignee=assignee,
        team=None if row.team_id is None else known.teams[row.team_id],
        priority=known.priorities[row.priority_id],
        type=None if row.type_id is None else known.types[row.type_id],
        labels=[known.labels[number] for number in row.label_ids],
    )
