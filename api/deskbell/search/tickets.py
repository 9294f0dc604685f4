"""Finding tickets by number, by reference, or by words."""

import re
from collections.abc import Collection

from pydantic import Field

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.read_pool import Reads, Rows
from deskbell.kit.references import read_reference
from deskbell.search.narrowing import narrow
from deskbell.search.operators import Asked, read_operators
from deskbell.search.paging import Match, matches, read_cursor, write_cursor
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.finding import Wanted, named_rows, rows_of
from deskbell.tickets.listing import list_page
from deskbell.tickets.models import StatusKind
from deskbell.tickets.schemas import TicketListQuery, TicketSummary
from deskbell.tickets.shown import summary

_NUMBER = re.compile(r"#?(\d{1,18})")
_WORD = re.compile(r"\w+")


class FoundTicket(TicketSummary):
    """A ticket that was found."""

    message_id: int | None = Field(
        description="The message that matched best; null when the ticket itself was named."
    )


async def search(
    reads: Reads,
    actor: Actor,
    q: str,
    lookup: Lookup,
    limit: int,
    cursor: str | None,
    kinds: Collection[StatusKind] = (),
) -> Members:
    """The tickets that the actor may see and that match: by number or reference first, then by words.

    The members of a `Page[FoundTicket]`. Operators are the agents': to others they are words. Without words
    beside them it is a list. Raises `UnknownSearchValue`.
    """
    asked = read_operators(q) if actor.is_staff else Asked(q)
    among = await _among(reads, actor, asked, lookup, kinds)
    if among is not None and asked.operators and not _WORD.search(asked.words):
        return await _listed(reads, actor, among, lookup, limit, cursor)
    start = None if cursor is None else read_cursor(q, cursor)
    named = [] if asked.operators else await _named(reads, actor, q)
    rows = [] if cursor else [row for row in named if not kinds or row["status_kind"] in kinds]
    best: list[Match] = []
    follows = None
    if _WORD.search(asked.words):
        without = {row["id"] for row in named}
        wanted = Wanted(asked.words, among)
        best, follows = await matches(reads, actor, wanted, start, limit - len(rows), without)
    found = {row["id"]: row for row in await rows_of(reads, actor, [match.ticket_id for match in best])}
    rows += [found[match.ticket_id] for match in best if match.ticket_id in found]
    messages = {match.ticket_id: match.message_id for match in best}
    known = await lookup.told(reads, actor, rows)
    return {
        "items": [summary(row, actor, known) | {"message_id": messages.get(row["id"])} for row in rows],
        "next_cursor": write_cursor(q, follows) if follows else None,
        "total": None,
    }


async def _among(
    reads: Reads, actor: Actor, asked: Asked, lookup: Lookup, kinds: Collection[StatusKind]
) -> TicketListQuery | None:
    """The filter that operators and the asked kinds of status make together, if there is any."""
    among = await narrow(reads, actor, asked.operators, lookup) if asked.operators else None
    if not kinds:
        return among
    both = [kind for kind in kinds if among is None or not among.status_kind or kind in among.status_kind]
    # No status has the number 0: nothing is of two kinds.
    wanted = {"status_kind": both} if both else {"status_id": [0]}
    return (among or TicketListQuery()).model_copy(update=wanted)


async def _named(reads: Reads, actor: Actor, q: str) -> Rows:
    """The ticket whose number or reference was typed."""
    number = _NUMBER.fullmatch(q.strip())
    return await named_rows(reads, actor, int(number[1]) if number else None, read_reference(q))


async def _listed(
    reads: Reads, actor: Actor, among: TicketListQuery, lookup: Lookup, limit: int, cursor: str | None
) -> Members:
    """What passes the filter, the last changed first."""
    query = among.model_copy(update={"limit": limit, "cursor": cursor})
    page = await list_page(reads, actor, query, lookup)
    return page | {"items": [item | {"message_id": None} for item in page["items"]]}
