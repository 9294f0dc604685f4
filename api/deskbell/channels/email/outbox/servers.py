"""Which mail servers answer, as far as this process knows; whose mails are to be tried before their time."""

import time
from collections.abc import Iterator
from typing import Final

Place = tuple[str, int]
MOST_WOKEN: Final = 1_000


class Servers:
    """Notes how attempts went; a server that is back lets the mails that waited for it go out.

    `pause` is the shortest time in seconds between two wakings for one server, so that one which comes and
    goes is not flooded. A server that is away is tried with a single mail every `probe` seconds, however long
    its mails would wait by themselves.
    """

    def __init__(self, *, pause: float, probe: float) -> None:
        """Take the two times."""
        self._pause = pause
        self._probe = probe
        self._answering: set[Place] = set()
        self._back: set[Place] = set()
        self._tried: dict[Place, float] = {}
        self._woken: dict[Place, float] = {}

    def note(self, server: Place, *, answers: bool) -> None:
        """Whether the server took an attempt as far as a mail, whatever became of that."""
        if not answers:
            self._answering.discard(server)
            self._back.discard(server)
            self._tried[server] = time.monotonic()
        elif server not in self._answering:
            self._answering.add(server)
            self._tried.pop(server, None)
            self._back.add(server)

    def due(self) -> Iterator[tuple[Place, int]]:
        """The servers whose mails are to be woken now, and at most how many of them."""
        now = time.monotonic()
        for server in list(self._back):
            if now - self._woken.get(server, -self._pause) >= self._pause:
                self._woken[server] = now
                yield server, MOST_WOKEN
        for server, tried in list(self._tried.items()):
            if now - tried >= self._probe:
                self._tried[server] = now
                yield server, 1

    def woken(self, server: Place, count: int) -> None:
        """So many were woken: fewer than the most are all there were."""
        if count < MOST_WOKEN:
            self._back.discard(server)
