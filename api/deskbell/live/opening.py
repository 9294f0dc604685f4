"""What a stream begins with: what its client missed, without a gap between the past and the present."""

import re

from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.events.reading import Position, end_of_log, read_after
from deskbell.live import frames
from deskbell.live.audience import hints_of
from deskbell.live.hub import Stream

MOST_REPLAYED = 1_000
_POSITION = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


async def opening(connection: AsyncConnection, stream: Stream, last: str | None, present: Position) -> bytes:
    """The first frames. `last`: the client's `Last-Event-ID`; `present`: where the hub was when it joined."""
    if last is None:
        return frames.heartbeat(present)
    start = _position(last)
    if start is None or (start > present and start > await end_of_log(connection)):
        return frames.reset(present)
    if start > present:  # it comes from another process, a little ahead of this one
        return frames.heartbeat(start)
    missed = await read_after(connection, start, limit=MOST_REPLAYED + 1)
    missed = [event for event in missed if event.position <= present]
    if len(missed) > MOST_REPLAYED:
        return frames.reset(present)
    hints = [frames.hint(event) for event, keys in await hints_of(connection, missed) if keys & stream.keys]
    return b"".join([*hints, frames.heartbeat(present)])


def _position(written: str) -> Position | None:
    found = _POSITION.fullmatch(written)
    return Position(int(found[1]), int(found[2])) if found else None
