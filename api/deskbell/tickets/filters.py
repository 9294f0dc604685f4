"""The filters of a list of tickets: which conditions a query asks for, and their values.

Both apart, so that a list's statement is made once for each set of filters instead of at every request.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    SmallInteger,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.fields import in_utc
from deskbell.core.pagination import BadCursor, decode_cursor
from deskbell.kit.references import read_reference
from deskbell.tickets.models import StatusKind, Ticket, TicketFollower, TicketLabel
from deskbell.tickets.schemas import TicketListQuery, TicketSort

_MOMENT = DateTime(timezone=True)
_ANY_OF = (
    "status_id",
    "department_id",
    "organization_id",
    "team_id",
    "assignee_id",
    "priority_id",
    "type_id",
    "requester_id",
)
_FOLLOWED = exists().where(
    TicketFollower.ticket_id == Ticket.id,
    TicketFollower.user_id == bindparam("follower_id", type_=BigInteger),
)
CONDITIONS: dict[str, ColumnElement[bool]] = {
    **{name: getattr(Ticket, name) == func.any(bindparam(name, type_=ARRAY(BigInteger))) for name in _ANY_OF},
    "follower_id": _FOLLOWED,
    "channel": Ticket.channel == func.any(bindparam("channel", type_=ARRAY(String))),
    "reference": Ticket.reference == bindparam("reference", type_=String),
    "created_after": Ticket.created_at >= bindparam("created_after", type_=_MOMENT),
    "created_before": Ticket.created_at < bindparam("created_before", type_=_MOMENT),
    "updated_after": Ticket.updated_at >= bindparam("updated_after", type_=_MOMENT),
    "updated_before": Ticket.updated_at < bindparam("updated_before", type_=_MOMENT),
}
ONE_OF = {name: getattr(Ticket, name) == bindparam(name, type_=BigInteger) for name in _ANY_OF}
"""For a single value: only so an index gives the rows in the order of the list."""
SORTS: dict[str, tuple[InstrumentedAttribute[Any], type, Any]] = {
    "updated_at": (Ticket.updated_at, str, _MOMENT),
    "created_at": (Ticket.created_at, str, _MOMENT),
    "priority": (Ticket.priority_rank, int, SmallInteger),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides the text of a list's statement; `single`: those of `named` that have one value."""

    named: tuple[str, ...]
    single: frozenset[str]
    kinds: tuple[StatusKind, ...]
    unassigned: bool | None
    labels: int
    sort: TicketSort
    after: bool
    limit: int


def shape_of(query: TicketListQuery) -> Shape:
    """The shape of the statement that answers a query."""
    given = query.__dict__
    return Shape(
        named=tuple(name for name in CONDITIONS if given[name]),
        single=frozenset(name for name in _ANY_OF if len(given[name]) == 1),
        kinds=tuple(sorted(set(query.status_kind))),
        unassigned=query.unassigned,
        labels=len(query.label_id),
        sort=query.sort,
        after=query.cursor is not None,
        limit=query.limit,
    )


def values_of(query: TicketListQuery, shape: Shape) -> dict[str, Any]:
    """The value of every parameter of that statement, but for the actor's. Raises `BadCursor`."""
    values = {name: getattr(query, name) for name in shape.named}
    values |= {name: values[name][0] for name in shape.single}
    if "reference" in values:
        values["reference"] = read_reference(values["reference"]) or ""
    values |= {f"label_{place}": number for place, number in enumerate(query.label_id)}
    if query.cursor is not None:
        kind = SORTS[query.sort.lstrip("-")][1]
        sort, value, number = decode_cursor(query.cursor, str, kind, int)
        if sort != query.sort:
            raise BadCursor
        values |= {"last_value": _moment(value) if kind is str else value, "last_id": number}
    return values


def conditions(shape: Shape) -> list[ColumnElement[bool]]:
    """The conditions of a list, but for the actor's rights and the place to start at."""
    found = [(ONE_OF if name in shape.single else CONDITIONS)[name] for name in shape.named]
    if shape.kinds:  # literals, so that the partial indexes apply (stack.md)
        kinds = ", ".join(f"'{kind.value}'" for kind in shape.kinds)
        found.append(literal_column(f"tickets.status_kind in ({kinds})"))
    if shape.unassigned is not None:
        found.append(Ticket.assignee_id.is_(None) if shape.unassigned else Ticket.assignee_id.is_not(None))
    return found + [_has_label(place) for place in range(shape.labels)]


def place_key(shape: Shape) -> InstrumentedAttribute[Any]:
    """The column by which a list is ordered, before the number."""
    return SORTS[shape.sort.lstrip("-")][0]


def place(shape: Shape) -> tuple[list[ColumnElement[bool]], list[Any]]:
    """Where a page starts, and its order."""
    column, _, kind = SORTS[shape.sort.lstrip("-")]
    down = shape.sort.startswith("-")
    order: list[Any] = [column.desc(), Ticket.id.desc()] if down else [column, Ticket.id]
    if not shape.after:
        return [], order
    here = tuple_(column, Ticket.id)
    last = tuple_(bindparam("last_value", type_=kind), bindparam("last_id", type_=BigInteger))
    return [here < last if down else here > last], order


def _has_label(place: int) -> ColumnElement[bool]:
    number = bindparam(f"label_{place}", type_=BigInteger)
    return exists().where(TicketLabel.ticket_id == Ticket.id, TicketLabel.label_id == number)


def _moment(value: str) -> datetime:
    try:
        return in_utc(datetime.fromisoformat(value))
    except ValueError:
        raise BadCursor from None
