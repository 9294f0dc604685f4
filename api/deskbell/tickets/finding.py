"""Candidates for search: messages by their words, with the rights of the actor inside the question.

Only the newest candidates are ranked: words that half of all messages hold would else cost as much as reading
them all (stack.md). The table is looked through one part at a time, the newest first, until there are enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Select,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared
from deskbell.core.read_pool import Reads, Rows
from deskbell.tickets.filters import Shape, conditions, shape_of, values_of
from deskbell.tickets.listing import summaries
from deskbell.tickets.messages.models import MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import in_departments_or_beside, may, reach_of, rights
from deskbell.tickets.schemas import TicketListQuery

RANKED = 200
ENOUGH = 100  # so many newest ones are not looked for in an older part as well
LANGUAGE: ColumnElement[Any] = literal_column("'simple'::regconfig")
FIRST_YEAR = 2024
CLOCKS_DIFFER = timedelta(minutes=5)  # by no more than this, between us and the database
SHORTEST_BEGINNING = 3  # two letters begin half the words there are
Newer = aliased(MessageSearch, name="newer")


Moment = tuple[datetime, int]
"""A place among messages: when, and which of those of that time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: words, and the filter that the tickets have to pass, if there is one."""

    words: str
    among: TicketListQuery | None = None

    @property
    def shape(self) -> Shape | None:
        """What of the filter decides the text of the statement."""
        return None if self.among is None else shape_of(self.among)

    @property
    def values(self) -> dict[str, Any]:
        """The filter's values."""
        return {} if self.among is None else values_of(self.among, shape_of(self.among))


async def newest_matches(
    reads: Reads, actor: Actor, wanted: Wanted, before: Moment | None = None, newest: Moment | None = None
) -> Rows:
    """The newest 100 to 200 messages that hold the words and that the actor may read, the newest first.

    Only those `before` a moment, where one is given; then `listed` says of each whether a newer message of
    its ticket, up to `newest`, holds the words too. Fewer than 100 are all that there are.
    """
    shape = wanted.shape
    values: dict[str, Any] = rights(actor) | _words(wanted.words) | wanted.values
    if before is not None and newest is not None:
        values |= {"before_at": before[0], "before_id": before[1]}
        values |= {"newest_at": newest[0], "newest_id": newest[1]}
    found: list[Mapping[str, Any]] = []
    for begin, end in _parts((datetime.now(UTC) + CLOCKS_DIFFER).year):
        if before is not None and begin is not None and int(begin[:4]) > before[0].year:
            continue
        words = Shaped("q_last" in values, "q_rest" in values, before is not None, shape)
        part = _part(reach_of(actor), words, begin, end)
        found += await part.all(reads, values | {"wanted": RANKED - len(found)})
        if len(found) >= ENOUGH:
            break
    return found


@lru_cache(maxsize=1)
def _parts(year: int) -> list[tuple[str | None, str]]:
    """The partitions' times, the newest first: each year by itself, as one is planned in half the time."""
    starts = [f"{each}-01-01T00:00:00Z" for each in range(year + 1, FIRST_YEAR - 1, -1)]
    return list(zip([*starts[1:], None], starts, strict=True))


@dataclass(frozen=True, slots=True)
class Shaped:
    """What of a search decides the text of its statement; `last` and `rest` are parts of the words."""

    last: bool
    rest: bool
    onward: bool
    among: Shape | None


@lru_cache(maxsize=500)
def _part(reach: Actor, shaped: Shaped, begin: str | None, end: str) -> Prepared:
    """The newest messages of one partition that hold the words. Literal bounds leave out the others."""
    query = _query(last=shaped.last, rest=shaped.rest)
    before = MessageSearch.created_at < literal_column(f"'{end}'::timestamptz")
    where: list[ColumnElement[bool]] = [MessageSearch.words.op("@@")(query), may(reach), before]
    if begin is not None:
        where.append(MessageSearch.created_at >= literal_column(f"'{begin}'::timestamptz"))
    if not reach.is_staff:
        where.append(MessageSearch.internal.is_(False))
    elif reach.level is Level.agent:
        where.append(in_departments_or_beside(MessageSearch.department_id, MessageSearch.ticket_id, reach))
    if shaped.onward:
        where.append(_moment_of(MessageSearch) < _moment("before"))
    if shaped.among is not None:
        where += conditions(shaped.among)
    matches = (
        select(
            MessageSearch.ticket_id,
            MessageSearch.message_id,
            MessageSearch.created_at,
            func.ts_rank(MessageSearch.words, query).label("rank"),
        )
        .join(Ticket, Ticket.id == MessageSearch.ticket_id)
        .where(*where)
        .order_by(MessageSearch.created_at.desc(), MessageSearch.message_id.desc())
        .limit(bindparam("wanted", type_=BigInteger))
    )
    return Prepared(_with_listed(matches, reach, query) if shaped.onward else matches)


def _with_listed(matches: Select[Any], reach: Actor, query: ColumnElement[Any]) -> Select[Any]:
    """The matches, each with whether its ticket has a newer one; asked of these few only."""
    few = matches.subquery()
    listed = exists().where(
        Newer.ticket_id == few.c.ticket_id,
        Newer.words.op("@@")(query),
        true() if reach.is_staff else Newer.internal.is_(False),
        _moment_of(Newer) >= _moment("before"),
        _moment_of(Newer) <= _moment("newest"),
    )
    order = (few.c.created_at.desc(), few.c.message_id.desc())
    return select(*few.c, listed.label("listed")).order_by(*order)


def _moment_of(messages: type[MessageSearch]) -> ColumnElement[Any]:
    return tuple_(messages.created_at, messages.message_id)


def _moment(name: str) -> ColumnElement[Any]:
    at = bindparam(f"{name}_at", type_=DateTime(timezone=True))
    return tuple_(at, bindparam(f"{name}_id", type_=BigInteger))


def _words(q: str) -> dict[str, str]:
    """What is searched for: all the words, quotes and minus as usual; the last one by its beginning."""
    last = q.rsplit(maxsplit=1)[-1]
    rest = q[: q.rstrip().rfind(last)].strip()
    if not last.isalnum() or len(last) < SHORTEST_BEGINNING or rest.lower().endswith(" or"):
        return {"q_rest": q}
    return {"q_last": f"{last}:*"} | ({"q_rest": rest} if rest else {})


def _query(*, last: bool, rest: bool) -> ColumnElement[Any]:
    """The words as a tsquery."""
    words = func.websearch_to_tsquery(LANGUAGE, bindparam("q_rest", type_=String))
    if not last:
        return words
    begins = func.to_tsquery(LANGUAGE, bindparam("q_last", type_=String))
    return words.op("&&")(begins) if rest else begins


@lru_cache(maxsize=50)
def _rows(reach: Actor) -> Prepared:
    numbers = bindparam("ticket_ids", type_=ARRAY(BigInteger))
    return Prepared(summaries(reach).where(Ticket.id == func.any(numbers)))


@lru_cache(maxsize=50)
def _named(reach: Actor, *, by_number: bool) -> Prepared:
    number = Ticket.id == bindparam("number", type_=BigInteger)
    reference = Ticket.reference == bindparam("reference", type_=String)
    return Prepared(summaries(reach).where(number if by_number else reference))


async def rows_of(reads: Reads, actor: Actor, ticket_ids: list[int]) -> Rows:
    """The tickets as rows of a list."""
    if not ticket_ids:
        return []
    return await _rows(reach_of(actor)).all(reads, rights(actor) | {"ticket_ids": ticket_ids})


async def named_rows(reads: Reads, actor: Actor, number: int | None, reference: str | None) -> Rows:
    """The ticket that was named by number or by reference, if the actor may see it."""
    if number is None and reference is None:
        return []
    named = _named(reach_of(actor), by_number=reference is None)
    return await named.all(reads, rights(actor) | {"number": number, "reference": reference})
