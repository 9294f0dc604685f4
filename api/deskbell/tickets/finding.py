"""Candidates for search: messages by their words, with the rights of the actor inside the question."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, String, bindparam, func, literal_column, select

from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared
from deskbell.core.read_pool import Reads, Rows
from deskbell.tickets.listing import summaries
from deskbell.tickets.messages.models import MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import in_departments, may, reach_of, rights

RANKED = 200
ENOUGH = 100  # so many newest ones are not looked for in an older part as well
LANGUAGE: ColumnElement[Any] = literal_column("'simple'::regconfig")
FIRST_YEAR = 2024
CLOCKS_DIFFER = timedelta(minutes=5)  # by no more than this, between us and the database
SHORTEST_BEGINNING = 3  # two letters begin half the words there are


async def candidates(reads: Reads, actor: Actor, q: str, limit: int) -> dict[int, int]:
    """The best tickets in order, each with its best message: ranked among the newest 100 to 200 messages."""
    values = rights(actor) | _words(q)
    found: list[Mapping[str, Any]] = []
    for begin, end in _parts((datetime.now(UTC) + CLOCKS_DIFFER).year):
        part = _part(reach_of(actor), "q_last" in values, "q_rest" in values, begin, end)
        found += await part.all(reads, values | {"wanted": RANKED - len(found)})
        if len(found) >= ENOUGH:
            break
    found.sort(key=lambda row: (row["rank"], row["created_at"]), reverse=True)
    best: dict[int, int] = {}
    for row in found:
        best.setdefault(row["ticket_id"], row["message_id"])
        if len(best) == limit:
            break
    return best


@lru_cache(maxsize=1)
def _parts(year: int) -> list[tuple[str | None, str]]:
    """The partitions' times, the newest first: each year by itself, as one is planned in half the time."""
    starts = [f"{each}-01-01T00:00:00Z" for each in range(year + 1, FIRST_YEAR - 1, -1)]
    return list(zip([*starts[1:], None], starts, strict=True))


@lru_cache(maxsize=500)
def _part(reach: Actor, last: bool, rest: bool, begin: str | None, end: str) -> Prepared:  # noqa: FBT001 - a cache's key
    """The newest messages of one partition that hold the words. Literal bounds leave out the others."""
    query = _query(last=last, rest=rest)
    before = MessageSearch.created_at < literal_column(f"'{end}'::timestamptz")
    where: list[ColumnElement[bool]] = [MessageSearch.words.op("@@")(query), may(reach), before]
    if begin is not None:
        where.append(MessageSearch.created_at >= literal_column(f"'{begin}'::timestamptz"))
    if not reach.is_staff:
        where.append(MessageSearch.internal.is_(False))
    elif reach.level is Level.agent:
        where.append(in_departments(MessageSearch.department_id, reach))
    return Prepared(
        select(
            MessageSearch.ticket_id,
            MessageSearch.message_id,
            MessageSearch.created_at,
            func.ts_rank(MessageSearch.words, query).label("rank"),
        )
        .join(Ticket, Ticket.id == MessageSearch.ticket_id)
        .where(*where)
        .order_by(MessageSearch.created_at.desc())
        .limit(bindparam("wanted", type_=BigInteger))
    )


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
