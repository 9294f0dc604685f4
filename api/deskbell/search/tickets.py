"""Finding tickets by words.

Only the newest candidates are ranked: words that half of all messages hold would else cost as much as reading
them all (stack.md). The table is looked through one part at a time, the newest first, until there are enough.
"""

import re

from pydantic import Field

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.read_pool import Reads
from deskbell.kit.references import read_reference
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.finding import candidates, named_rows, rows_of
from deskbell.tickets.schemas import TicketSummary
from deskbell.tickets.shown import summary

_NUMBER = re.compile(r"#?(\d{1,18})")
_WORD = re.compile(r"\w+")


class FoundTicket(TicketSummary):
    """A ticket that was found."""

    message_id: int | None = Field(
        description="The message that matched best; null when the ticket itself was named."
    )


async def search(reads: Reads, actor: Actor, q: str, lookup: Lookup, limit: int) -> Members:
    """The tickets that the actor may see and that match: by number or reference first, then by words.

    The members of a `Page[FoundTicket]`.
    """
    number = _NUMBER.fullmatch(q.strip())
    rows = list(await named_rows(reads, actor, int(number[1]) if number else None, read_reference(q)))
    messages: dict[int, int] = {}
    if _WORD.search(q):
        messages = await candidates(reads, actor, q, limit)
        found = {row["id"]: row for row in await rows_of(reads, actor, list(messages))}
        named = {row["id"] for row in rows}
        rows += [found[ticket_id] for ticket_id in messages if ticket_id in found and ticket_id not in named]
    known = await lookup.covering(rows)
    items = [summary(row, actor, known) | {"message_id": messages.get(row["id"])} for row in rows[:limit]]
    return {"items": items, "next_cursor": None, "total": None}
