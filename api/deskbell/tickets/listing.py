"""The list of tickets: one statement for each set of filters, orders, keyset."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Row,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from deskbell.core.answers import Members
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.pagination import COUNT_LIMIT, encode_cursor
from deskbell.core.prepared import Prepared
from deskbell.core.read_pool import Reads
from deskbell.organizations.models import Organization
from deskbell.permissions.ceiling import count_records
from deskbell.tickets.beginning import begins, sees_few
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.filters import Shape, conditions, place, shape_of, values_of
from deskbell.tickets.models import Status, Ticket, TicketLabel
from deskbell.tickets.queries import may, reach_of, rights
from deskbell.tickets.schemas import TicketListQuery, TicketSort
from deskbell.tickets.shown import summary
from deskbell.users.models import User, UserAddress

Requester = aliased(User, name="requester")
Address = aliased(UserAddress, name="address")
Assignee = aliased(User, name="assignee")

_LABELS = (
    select(TicketLabel.label_id).where(TicketLabel.ticket_id == Ticket.id).correlate(Ticket).scalar_subquery()
)
COLUMNS = (
    *(column for column in Ticket.__table__.c if column.name not in {"language", "spam_at"}),
    Requester.name.label("requester_name"),
    Address.address.label("requester_email"),
    Assignee.name.label("assignee_name"),
    Organization.name.label("organization_name"),
    func.array(_LABELS).label("label_ids"),
)
_ROWS = (
    select(*COLUMNS)
    .select_from(Ticket)
    .join(Requester, Requester.id == Ticket.requester_id)
    .outerjoin(Address, (Address.user_id == Ticket.requester_id) & Address.is_primary)
    .outerjoin(Assignee, Assignee.id == Ticket.assignee_id)
    .outerjoin(Organization, Organization.id == Ticket.organization_id)
)


def summaries(actor: Actor, act: Act = Act.view) -> Select[Any]:
    """The tickets that the actor may see, as rows for `summary`."""
    return _ROWS.where(may(actor, act))


@lru_cache(maxsize=2000)
def page_statement(reach: Actor, act: Act, shape: Shape, *, sees_few: bool = False) -> Prepared:
    """One page, and one row more if there are more, for every actor of this reach."""
    start, order = place(shape)
    rows = summaries(reach, act).where(*conditions(shape), *start).order_by(*order)
    customer = reach.level is Level.user and reach.behind is None
    if sees_few or (customer and act is Act.view):
        rows = rows.where(begins(reach, shape))
    return Prepared(rows.limit(literal_column(str(shape.limit + 1))))


async def list_page(reads: Reads, actor: Actor, query: TicketListQuery, lookup: Lookup) -> Members:
    """One page of the tickets that the actor may see: the members of a `Page[TicketSummary]`."""
    act = Act.restore if query.deleted else Act.view
    shape = shape_of(query)
    values = values_of(query, shape) | rights(actor)
    few = act is Act.view and sees_few(actor, shape, len((await lookup.all()).departments))
    rows = await page_statement(reach_of(actor, act), act, shape, sees_few=few).all(reads, values)
    shown = rows[: query.limit]
    if actor.records_an_hour is not None:
        await count_records(lookup.database, actor, len(shown))
    known = await lookup.told(reads, actor, shown)
    return {
        "items": [summary(row, actor, known) for row in shown],
        "next_cursor": _cursor_after(shown[-1], query.sort) if len(rows) > query.limit else None,
        "total": await _total(reads, actor, act, shape, values) if query.count else None,
    }


def _cursor_after(row: Mapping[str, Any], sort: TicketSort) -> str:
    """The cursor for the rows after this one."""
    value = row["priority_rank" if "priority" in sort else sort.lstrip("-")]
    return encode_cursor(sort, value.isoformat() if isinstance(value, datetime) else value, row["id"])


async def _total(reads: Reads, actor: Actor, act: Act, shape: Shape, values: dict[str, Any]) -> int:
    counted = await _count_statement(reach_of(actor, act), act, replace(shape, after=False, limit=0)).all(
        reads, values
    )
    return int(counted[0]["found"])


@lru_cache(maxsize=500)
def _count_statement(reach: Actor, act: Act, shape: Shape) -> Prepared:
    some = select(text("1")).select_from(Ticket).where(may(reach, act), *conditions(shape))
    few = some.limit(literal_column(str(COUNT_LIMIT + 1)))
    return Prepared(select(func.count().label("found")).select_from(few.subquery()))


async def last_of_each(
    connection: AsyncConnection, actor: Actor, requester_ids: Sequence[int]
) -> Mapping[int, Row[*tuple[Any, ...]]]:
    """For each of these requesters the ticket that changed last, of those that the actor may see."""
    numbers = func.unnest(bindparam("requester_ids", list(requester_ids), type_=ARRAY(BigInteger)))
    asked = numbers.table_valued("id", name="asked").render_derived()
    last = (
        select(Ticket.id, Ticket.subject, Ticket.updated_at, Ticket.status_id)
        .where(Ticket.requester_id == asked.c.id, may(actor))
        .order_by(Ticket.updated_at.desc(), Ticket.id.desc())
        .limit(1)
        .lateral("last")
    )
    columns = (Status.name.label("status_name"), Status.kind, Status.color)
    rows = select(asked.c.id.label("requester_id"), *last.c, *columns).select_from(asked)
    rows = rows.join(last, true()).join(Status, Status.id == last.c.status_id)
    return {row.requester_id: row for row in await connection.execute(rows)}
