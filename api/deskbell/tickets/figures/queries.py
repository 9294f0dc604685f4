"""The figures of a day, each counted from what the actor may see (T08)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Select,
    bindparam,
    func,
    literal_column,
    select,
)

from deskbell.core.auth import Actor
from deskbell.core.prepared import Prepared
from deskbell.core.read_pool import Reads, Rows
from deskbell.events.models import StoredEvent
from deskbell.tickets.events import TicketStatusChanged
from deskbell.tickets.messages.models import Message
from deskbell.tickets.models import OPEN, Ticket
from deskbell.tickets.queries import may, reach_of, rights

CANDIDATES: Final = 500  # the longest untouched ones, of which those whose customers wait longest are chosen
_MOMENTS: Final = ARRAY(DateTime(timezone=True))
_OPEN: Final[ColumnElement[bool]] = literal_column(f"tickets.{OPEN}")
_OUR_TURN: Final[ColumnElement[bool]] = literal_column("tickets.status_kind in ('new', 'open')")
_PUBLIC: Final[ColumnElement[bool]] = literal_column("messages.kind = 'public'")
_STARTS: Final = bindparam("starts", type_=_MOMENTS)
_BEGIN: Final = bindparam("begin", type_=DateTime(timezone=True))
_MINE: Final = Ticket.assignee_id == bindparam("actor_user_id", type_=BigInteger)
_WHOSE: Final[Mapping[str, ColumnElement[bool] | None]] = {
    "waiting": None,
    "mine": _MINE,
    "unassigned": Ticket.assignee_id.is_(None),
}


async def work_counts(reads: Reads, actor: Actor) -> dict[str, int]:
    """The members of `WorkCounts`."""
    (row,) = await _counts(reach_of(actor)).all(reads, rights(actor))
    return dict(row)


async def longest_waiting(reads: Reads, actor: Actor, whose: str, most: int) -> dict[int, datetime]:
    """Since when the customers wait who have waited longest, by ticket, the longest first.

    `whose`: `waiting` for all of them, `mine`, `unassigned`. Only tickets that are new or open, and where the
    customer has had the last public word, count; of very many, the five hundred longest untouched are looked
    at.
    """
    rows = await _waiting(reach_of(actor), whose).all(reads, rights(actor) | {"most": most})
    return {row["id"]: row["since"] for row in rows}


async def opened_by_day(reads: Reads, actor: Actor, starts: Sequence[datetime]) -> dict[int, int]:
    """How many tickets came in, by the place of the day among these beginnings, from 1 on."""
    return _by_day(await _opened(reach_of(actor)).all(reads, rights(actor) | _days(starts)))


async def solved_by_day(reads: Reads, actor: Actor, starts: Sequence[datetime]) -> dict[int, int]:
    """How many tickets stopped being open work, by the place of the day."""
    return _by_day(await _solved(reach_of(actor)).all(reads, rights(actor) | _days(starts)))


@lru_cache(maxsize=20)
def _counts(reach: Actor) -> Prepared:
    statement = select(
        func.count().label("unsolved"),
        func.count().filter(_OUR_TURN).label("waiting"),
        func.count().filter(_MINE).label("mine"),
        func.count().filter(Ticket.assignee_id.is_(None)).label("unassigned"),
    )
    return Prepared(statement.select_from(Ticket).where(may(reach), _OPEN))


@lru_cache(maxsize=60)
def _waiting(reach: Actor, whose: str) -> Prepared:
    only = _WHOSE[whose]
    candidates = (
        select(Ticket.id)
        .where(may(reach), _OUR_TURN, *([] if only is None else [only]))
        .order_by(Ticket.updated_at, Ticket.id)
        .limit(literal_column(str(CANDIDATES)))
        .subquery("candidate")
    )
    said = (Message.ticket_id == candidates.c.id, _PUBLIC)
    answered = select(func.max(Message.id)).where(*said, Message.by_staff).correlate(candidates)
    asked = (
        select(func.min(Message.created_at))
        .where(
            *said,
            Message.by_staff.is_(False),
            Message.id > func.coalesce(answered.scalar_subquery(), literal_column("0")),
        )
        .correlate(candidates)
        .scalar_subquery()
        .label("since")
    )
    asking = select(candidates.c.id, asked).subquery("asking")
    rows: Select[Any] = select(asking.c.id, asking.c.since).where(asking.c.since.is_not(None))
    return Prepared(rows.order_by(asking.c.since, asking.c.id).limit(bindparam("most", type_=BigInteger)))


@lru_cache(maxsize=20)
def _opened(reach: Actor) -> Prepared:
    day = func.width_bucket(Ticket.created_at, _STARTS).label("day")
    counted = select(day, func.count().label("found")).select_from(Ticket)
    return Prepared(counted.where(may(reach), Ticket.created_at >= _BEGIN).group_by(literal_column("1")))


@lru_cache(maxsize=20)
def _solved(reach: Actor) -> Prepared:
    day = func.width_bucket(StoredEvent.at, _STARTS).label("day")
    counted = select(day, func.count(StoredEvent.ticket_id.distinct()).label("found"))
    ended: tuple[ColumnElement[bool], ...] = (
        literal_column(f"events.type = '{TicketStatusChanged.type}'"),
        literal_column("(events.data ->> 'open_before')::boolean"),
        literal_column("not (events.data ->> 'open_after')::boolean"),
        StoredEvent.at >= _BEGIN,
    )
    rows = counted.join(Ticket, Ticket.id == StoredEvent.ticket_id).where(may(reach), *ended)
    return Prepared(rows.group_by(literal_column("1")))


def _days(starts: Sequence[datetime]) -> dict[str, Any]:
    return {"starts": list(starts), "begin": starts[0]}


def _by_day(rows: Rows) -> dict[int, int]:
    return {row["day"]: row["found"] for row in rows}
