"""The web origins from which apps ask: pages of browsers at the addresses that are registered for them."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Scope

from deskbell.core.db import Database
from deskbell.events.reading import LoggedEvent
from deskbell.oauth.queries import system_redirect_uris
from deskbell.oauth.redirects import origin_of

LIFE_SECONDS: Final = 30.0
OWN: Final = "app."


class AppOrigins:
    """What is registered, remembered for half a minute, or until the log tells of a change."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: frozenset[str] = frozenset()
        self._until = 0.0
        self._reading = asyncio.Lock()

    async def allows(self, scope: Scope, origin: str) -> bool:
        """Whether a page of this origin may ask. With the database away, what was known goes on."""
        if time.monotonic() >= self._until:
            async with self._reading:
                if time.monotonic() >= self._until:
                    await self._read(scope["app"].state.database)
        return origin in self._known

    def notice(self, events: Sequence[LoggedEvent]) -> None:
        """Forget what is known when an app was changed."""
        if any(event.type.startswith(OWN) for event in events):
            self.drop()

    def drop(self) -> None:
        """Read again before the next answer."""
        self._until = 0.0

    async def _read(self, database: Database) -> None:
        begun = time.monotonic()
        self._until = begun + LIFE_SECONDS  # first: what is noticed while reading counts
        try:
            async with database.reader() as connection:
                uris = await system_redirect_uris(connection)
        except (SQLAlchemyError, OSError, TimeoutError):
            self._until = begun + 1.0
            return
        self._known = frozenset(origin for uri in uris if (origin := origin_of(uri)) is not None)
