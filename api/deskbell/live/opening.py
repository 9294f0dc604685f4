"""What a stream begins with: what its client missed, without a gap between the past and the present."""

import re

from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.events.reading import Position, end_of_log, read_after
from deskbell.live import frames
from deskbell.live.audience import hints_of
from deskbell.live.hub import Hub, Stream

MOST_REPLAYED = 1_000
_POSITION = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_SECONDS = re.compile(r"[0-9]{1,6}")


async def opening(
    connection: AsyncConnection, stream: Stream, start: Position | None, present: Position
) -> bytes:
    """The first frames. `start`: how far the client knows; `present`: where the hub was when it joined."""
    if start is None or (start > present and start > await end_of_log(connection)):
        return frames.reset(present)
    if start >= present:  # a little ahead when it comes from another process
        return frames.heartbeat(start)
    missed = await read_after(connection, start, limit=MOST_REPLAYED + 1)
    missed = [event for event in missed if event.position <= present]
    if len(missed) > MOST_REPLAYED:
        return frames.reset(present)
    hints = [frames.hint(event) for event, keys in await hints_of(connection, missed) if keys & stream.keys]
    return b"".join([*hints, frames.heartbeat(present)])


def start_of(hub: Hub, last: str | None, since: str | None, present: Position) -> Position | None:
    """How far a client knows by its `Last-Event-ID`, else by its `since_seconds`; None: nobody can tell."""
    if last is not None:
        found = _POSITION.fullmatch(last)
        return Position(int(found[1]), int(found[2])) if found else None
    if since is not None:
        return hub.position_before(float(since)) if _SECONDS.fullmatch(since) else None
    return present
