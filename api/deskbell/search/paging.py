"""Pages of a search: windows of the newest matches, each ranked by itself.

What was said lately comes first: the newest 100 to 200 matching messages are ranked, then the next ones. A
ticket stands where its newest match is, once. A cursor says which window, behind which match, and the newest
match that the first page knew: what is said afterwards moves nothing, so that no page repeats or leaves out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from deskbell.core.auth import Actor
from deskbell.core.pagination import BadCursor, decode_cursor, encode_cursor
from deskbell.core.read_pool import Reads, Rows
from deskbell.tickets.finding import ENOUGH, Moment, Wanted, newest_matches

MOST_WINDOWS = 5  # looked through for one page, which may then hold fewer than were asked for
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
Key = tuple[float, datetime, int]
ABOVE_ALL: Key = (1e9, EPOCH, 0)


@dataclass(frozen=True, slots=True)
class Match:
    """A ticket by its best message of a window."""

    ticket_id: int
    key: Key

    @property
    def message_id(self) -> int:
        """The message that matched."""
        return self.key[2]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page starts: in the window of matches `before` this moment, behind the match `last`."""

    newest: Moment
    before: Moment
    last: Key = ABOVE_ALL


async def matches(
    reads: Reads, actor: Actor, asked: Wanted, place: Place | None, wanted: int, without: Collection[int]
) -> tuple[list[Match], Place | None]:
    """The next tickets that hold the words, but for those `without`; and where the page after starts."""
    chosen: list[Match] = []
    for _ in range(MOST_WINDOWS):
        window = await newest_matches(
            reads, actor, asked, *((place.before, place.newest) if place else (None, None))
        )
        if not window:
            return chosen, None
        if place is None:
            newest = _moment_of(window[0])
            place = Place(newest=newest, before=(newest[0], newest[1] + 1))
        for match in _ranked(window, without):
            if match.key >= place.last:
                continue
            if len(chosen) == wanted:
                return chosen, place
            chosen.append(match)
            place = replace(place, last=match.key)
        if len(window) < ENOUGH:
            return chosen, None
        place = Place(newest=place.newest, before=_moment_of(window[-1]))
    return chosen, place


def _moment_of(row: Mapping[str, Any]) -> Moment:
    return row["created_at"], row["message_id"]


def _ranked(window: Rows, without: Collection[int]) -> list[Match]:
    """The tickets that stand in this window, the best first."""
    best: dict[int, Match] = {}
    for row in window:
        number, key = row["ticket_id"], (row["rank"], row["created_at"], row["message_id"])
        if not row.get("listed") and number not in without and (number not in best or key > best[number].key):
            best[number] = Match(ticket_id=number, key=key)
    return sorted(best.values(), key=lambda match: match.key, reverse=True)


def write_cursor(q: str, place: Place) -> str:
    """The cursor of a page that starts there."""
    rank, at, message_id = place.last
    moments = (place.newest, place.before, (at, message_id))
    numbers = [number for at, message_id in moments for number in ((at - EPOCH) // TICK, message_id)]
    return encode_cursor(_digest(q), float(rank), *numbers)


def read_cursor(q: str, cursor: str) -> Place:
    """The place in a search for the same words. Raises `BadCursor`."""
    digest, rank, *numbers = decode_cursor(cursor, str, float, *[int] * 6)
    if digest != _digest(q):
        raise BadCursor
    try:
        moments = [EPOCH + TICK * number for number in numbers[::2]]
    except OverflowError:
        raise BadCursor from None
    newest, before, last = zip(moments, numbers[1::2], strict=True)
    return Place(newest=newest, before=before, last=(rank, *last))


def _digest(q: str) -> str:
    return sha256(q.strip().encode()).hexdigest()[:8]
