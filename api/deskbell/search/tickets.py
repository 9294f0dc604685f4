"""Finding tickets by number, by reference, or by words."""

import re
from collections.abc import Collection

from pydantic import Field

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.read_pool import Reads
from deskbell.kit.references import read_reference
from deskbell.search.paging import Match, matches, read_cursor, write_cursor
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.finding import named_rows, rows_of
from deskbell.tickets.models import StatusKind
from deskbell.tickets.schemas import TicketSummary
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

    The members of a `Page[FoundTicket]`.
    """
    start = None if cursor is None else read_cursor(q, cursor)
    number = _NUMBER.fullmatch(q.strip())
    named = await named_rows(reads, actor, int(number[1]) if number else None, read_reference(q))
    rows = [] if cursor else list(named)
    best: list[Match] = []
    follows = None
    if _WORD.search(q):
        without = {row["id"] for row in named}
        best, follows = await matches(reads, actor, q, start, limit - len(rows), without)
    found = {row["id"]: row for row in await rows_of(reads, actor, [match.ticket_id for match in best])}
    rows += [found[match.ticket_id] for match in best if match.ticket_id in found]
    if kinds:
        rows = [row for row in rows if row["status_kind"] in kinds]
    messages = {match.ticket_id: match.message_id for match in best}
    known = await lookup.covering(rows)
    return {
        "items": [summary(row, actor, known) | {"message_id": messages.get(row["id"])} for row in rows],
        "next_cursor": write_cursor(q, follows) if follows else None,
        "total": None,
    }
