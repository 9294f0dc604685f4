"""Candidates for search: messages by their words, with the rights of the actor inside the question."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.auth import Actor, Level
from deskbell.tickets.listing import summaries
from deskbell.tickets.messages.models import MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import may, one_of

RANKED = 200
LANGUAGE: ColumnElement[Any] = literal_column("'simple'::regconfig")
FIRST_YEAR = 2024


async def candidates(connection: AsyncConnection, actor: Actor, q: str, limit: int) -> dict[int, int]:
    """The best tickets in order, each with its best message: ranked among the newest 200 messages."""
    found: list[Row[Any]] = []
    for begin, end in _parts(datetime.now(UTC).year):
        found += (await connection.execute(_part(actor, q, begin, end, RANKED - len(found)))).all()
        if len(found) >= RANKED:
            break
    found.sort(key=lambda row: (row.rank, row.created_at), reverse=True)
    best: dict[int, int] = {}
    for row in found:
        best.setdefault(row.ticket_id, row.message_id)
        if len(best) == limit:
            break
    return best


def _parts(year: int) -> list[tuple[datetime | None, datetime | None]]:
    """The partitions' times, the newest first: this year and later, the years before, all that is older."""
    this = datetime(year, 1, 1, tzinfo=UTC)
    years = [
        (datetime(y, 1, 1, tzinfo=UTC), datetime(y + 1, 1, 1, tzinfo=UTC))
        for y in range(year - 1, FIRST_YEAR - 1, -1)
    ]
    return [(this, None), *years, (None, datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))]


def _part(actor: Actor, q: str, begin: datetime | None, end: datetime | None, limit: int) -> Select[Any]:
    query = words_query(q)
    where: list[ColumnElement[bool]] = [MessageSearch.words.op("@@")(query)]
    if begin is not None:
        where.append(MessageSearch.created_at >= literal_column(f"'{begin.isoformat()}'::timestamptz"))
    if end is not None:
        where.append(MessageSearch.created_at < literal_column(f"'{end.isoformat()}'::timestamptz"))
    if not actor.is_staff:
        where.append(MessageSearch.internal.is_(False))
    elif actor.level is Level.agent:
        where.append(one_of(MessageSearch.department_id, actor.departments))
    return (
        select(
            MessageSearch.ticket_id,
            MessageSearch.message_id,
            MessageSearch.created_at,
            func.ts_rank(MessageSearch.words, query).label("rank"),
        )
        .join(Ticket, Ticket.id == MessageSearch.ticket_id)
        .where(*where, may(actor))
        .order_by(MessageSearch.created_at.desc())
        .limit(limit)
    )


def words_query(q: str) -> ColumnElement[str]:
    """The words as a tsquery: all of them, quotes and minus as usual, the last by its beginning."""
    whole = func.websearch_to_tsquery(LANGUAGE, q)
    last = q.rsplit(maxsplit=1)[-1]
    if not last.isalnum() or len(last) < 3:  # noqa: PLR2004 - two letters begin half the words there are
        return whole
    rest = q[: q.rstrip().rfind(last)].strip()
    begins = func.to_tsquery(LANGUAGE, f"{last}:*")
    return begins if not rest else func.websearch_to_tsquery(LANGUAGE, rest).op("&&")(begins)


async def rows_of(connection: AsyncConnection, actor: Actor, ticket_ids: list[int]) -> Sequence[Row[Any]]:
    """The tickets as rows of a list."""
    if not ticket_ids:
        return []
    rows: Sequence[Row[Any]] = (
        await connection.execute(summaries(actor).where(one_of(Ticket.id, ticket_ids)))
    ).all()
    return rows


async def named_rows(
    connection: AsyncConnection, actor: Actor, number: int | None, reference: str | None
) -> Sequence[Row[Any]]:
    """The ticket that was named by number or by reference, if the actor may see it."""
    if number is None and reference is None:
        return []
    named = Ticket.id == number if reference is None else Ticket.reference == reference
    rows: Sequence[Row[Any]] = (await connection.execute(summaries(actor).where(named))).all()
    return rows
