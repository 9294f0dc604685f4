"""The streams of one process, and the index by which each hint finds those who may see it."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Sequence

from starlette.types import Message, Send

from deskbell.core.auth import Actor
from deskbell.events.reading import LoggedEvent, Position
from deskbell.live import frames
from deskbell.live.audience import STAFF, Hint, Key, keys_of
from deskbell.tickets.events import TicketLinkRevoked

LARGEST_BACKLOG = 2_000
PATIENCE_SECONDS = 3.0
REMEMBERED_SECONDS = 60.0
RIGHTS_OF_MANY_CHANGED = frozenset(
    {
        "agent_group.permissions_changed",
        "agent_group.departments_changed",
        "agent_group.deleted",
        "team.deleted",
        "department.moved",
    }
)
_ENDED: dict[str, tuple[str, str | None]] = {
    "user.level_changed": ("person", None),
    "user.disabled": ("person", None),
    "user.departments_changed": ("person", None),
    "user.permissions_changed": ("person", None),
    "agent_group.member_added": ("person", "user_id"),
    "agent_group.member_removed": ("person", "user_id"),
    "team.member_added": ("person", "user_id"),
    "team.member_removed": ("person", "user_id"),
    "session.ended": ("session", "session_id"),
    "api_key.revoked": ("api key", None),
    TicketLinkRevoked.type: ("ticket link", "link_id"),
}
"""Whose streams an event ends: a handle, and the member with its number; None is the event's subject."""


class Stream:
    """One client that listens. Until it is live, what reaches it waits in `backlog`."""

    __slots__ = ("actor", "backlog", "ended", "keys", "send", "task", "timer")

    def __init__(self, actor: Actor, send: Send) -> None:
        """Take whom it is for, and the way to them."""
        self.actor = actor
        self.keys = keys_of(actor)
        self.send = send
        self.task = asyncio.current_task()
        self.backlog: list[bytes] | None = []
        self.ended = False
        self.timer: asyncio.TimerHandle | None = None

    def handles(self) -> frozenset[Key]:
        """The entries by which it is ended."""
        actor = self.actor
        if actor.kind == "link":
            return frozenset({("ticket link", actor.link_id or 0), ("person", actor.account_id)})
        if actor.kind == "key":
            return frozenset({("api key", actor.key_id or 0), ("person", actor.account_id)})
        people = [each for each in (actor, actor.behind) if each is not None]
        sessions = {("session", each.session_id or 0) for each in people}
        return frozenset({*sessions, *(("person", each.account_id) for each in people)})

    def push(self, body: bytes, *, more: bool = True) -> bool:
        """Hand over at once, without waiting; False when the client does not keep up."""
        message: Message = {"type": "http.response.body", "body": body, "more_body": more}
        step = self.send(message).__await__()
        try:
            next(step)
        except StopIteration:
            return True
        except OSError:
            return False
        step.close()  # it would have waited for a connection that is full
        return False


class Hub:
    """Hands out hints. `position` is how far the log was handed out; None until the log was reached."""

    def __init__(self) -> None:
        """Start without streams."""
        self.position: Position | None = None
        self._past: deque[tuple[float, Position]] = deque()
        self._reached = asyncio.Event()
        self._index: dict[Key, set[Stream]] = {}

    @property
    def silent(self) -> bool:
        """Whether nobody listens."""
        return not self._index

    def begin(self, position: Position) -> None:
        """Say from where the log will be handed out."""
        self.move(position)
        self._reached.set()

    def move(self, position: Position) -> None:
        """Be at this place, and remember the places of the last minute, with the one before it."""
        now = time.monotonic()
        self.position = position
        self._past.append((now, position))
        while len(self._past) > 1 and self._past[1][0] <= now - REMEMBERED_SECONDS:
            self._past.popleft()

    def position_before(self, seconds: float) -> Position | None:
        """How far the log was handed out so long ago; None when that is not known (any more)."""
        moment = time.monotonic() - seconds
        return max((position for at, position in self._past if at <= moment), default=None)

    async def reached(self) -> None:
        """Wait until the log was reached. Raises TimeoutError when that takes long."""
        await asyncio.wait_for(self._reached.wait(), PATIENCE_SECONDS)

    def count(self, actor: Actor) -> int:
        """How many streams this person has."""
        return len(self._index.get(("person", actor.account_id), ()))

    def join(self, stream: Stream) -> None:
        """Take the stream in: from now on nothing passes it by. It ends with its token."""
        for key in stream.keys | stream.handles():
            self._index.setdefault(key, set()).add(stream)
        if stream.actor.expires_at is not None:
            left = max(0.0, stream.actor.expires_at - time.time())
            stream.timer = asyncio.get_running_loop().call_later(left, self.end, stream)

    def leave(self, stream: Stream) -> None:
        """Forget the stream."""
        for key in stream.keys | stream.handles():
            streams = self._index.get(key, set())
            streams.discard(stream)
            if not streams:
                self._index.pop(key, None)
        if stream.timer is not None:
            stream.timer.cancel()

    def go_live(self, stream: Stream) -> None:
        """Hand over what waited; from now on everything goes out at once."""
        waiting, stream.backlog = stream.backlog or [], None
        if waiting:
            self._write(stream, waiting)

    def end(self, stream: Stream) -> None:
        """End the stream: nothing reaches it any more. Its client comes back if it may."""
        if stream.ended:
            return
        stream.ended = True
        self.leave(stream)
        if stream.backlog is None and not stream.push(b"", more=False) and stream.task is not None:
            stream.task.cancel()

    def deliver(self, hints: Sequence[Hint], position: Position) -> None:
        """End the streams of those who lost rights, then hand out; all of it before anything else happens."""
        for event, _ in hints:
            for stream in self._found(_endings(event)):
                self.end(stream)
        outbox: dict[Stream, list[bytes]] = {}
        for event, keys in hints:
            if receivers := self._found(keys):
                frame = frames.hint(event)
                for stream in receivers:
                    outbox.setdefault(stream, []).append(frame)
        for stream, written in outbox.items():
            self._write(stream, written)
        self.move(position)

    def beat(self) -> None:
        """Tell every live stream that it is alive, and where it is."""
        if self.position is not None:
            frame = frames.heartbeat(self.position)
            for stream in self._found(list(self._index)):
                if stream.backlog is None:
                    self._write(stream, [frame])

    def close(self) -> None:
        """End every stream."""
        for stream in self._found(list(self._index)):
            self.end(stream)

    def _found(self, keys: Iterable[Key]) -> set[Stream]:
        return {stream for key in keys for stream in self._index.get(key, ())}

    def _write(self, stream: Stream, written: list[bytes]) -> None:
        if stream.backlog is not None:
            stream.backlog += written
            if len(stream.backlog) > LARGEST_BACKLOG:
                self.end(stream)
        elif not stream.push(b"".join(written)):
            self.end(stream)


def _endings(event: LoggedEvent) -> list[Key]:
    """Whose streams an event ends: rights were read when they began, so they begin again (T25)."""
    if event.type in RIGHTS_OF_MANY_CHANGED:
        return [STAFF]
    found = _ENDED.get(event.type)
    if found is None:
        return []
    kind, member = found
    return [(kind, event.subject_id if member is None else event.data[member])]
