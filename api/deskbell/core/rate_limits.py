"""Rate limits as rows: they survive a restart and hold over every process (T89).

What a request was counted under stands in its answer (draft-ietf-httpapi-ratelimit-headers-10).
"""

import math
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, extract, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import INTERVAL, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import Model


class RateLimit(Model):
    """How often something was tried in one window of time; `key` is a hash: no address stands here."""

    __tablename__ = "rate_limits"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class RateState:
    """Whether one more is allowed; else the seconds after which it is: `limit` in each `window` (seconds)."""

    allowed: bool
    retry_after: int
    limit: int
    remaining: int
    window: int

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a refusal."""
        return {"Retry-After": str(self.retry_after), **self.told}

    @property
    def told(self) -> dict[str, str]:
        """The headers of any answer."""
        return {
            "RateLimit-Policy": f'"default";q={self.limit};w={self.window}',
            "RateLimit": f'"default";r={self.remaining};t={self.retry_after}',
        }


_tightest: ContextVar[RateState | None] = ContextVar("tightest", default=None)


def begin_request() -> None:
    """Forget what the request before was counted under."""
    _tightest.set(None)


def tightest() -> RateState | None:
    """Of the limits that this request was counted under, the one with the least left."""
    return _tightest.get()


def hashed(key: str) -> str:
    """The key as it is stored."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _window(window: timedelta) -> str:
    seconds = int(window.total_seconds())
    return f"to_timestamp(floor(extract(epoch from now()) / {seconds}) * {seconds})"


async def hit(
    connection: AsyncConnection, key: str, limit: int, window: timedelta, *, amount: int = 1
) -> RateState:
    """Count one try, or so many, and say whether it is within the limit; `connection` commits by itself."""
    begins: ColumnElement[datetime] = literal_column(_window(window))
    row = insert(RateLimit).values(key=hashed(key), window_start=begins, count=amount)
    counted = row.on_conflict_do_update(
        index_elements=["key", "window_start"], set_={"count": RateLimit.count + amount}
    ).returning(RateLimit.count, _left(window))
    count, left = (await connection.execute(counted)).one()
    return _noted(limit - count, left, limit, window, allowed=count <= limit)


async def peek(connection: AsyncConnection, key: str, limit: int, window: timedelta) -> RateState:
    """Whether one more would be within the limit, without counting it."""
    now = select(RateLimit.count, _left(window)).where(
        RateLimit.key == hashed(key), RateLimit.window_start == literal_column(_window(window))
    )
    row = (await connection.execute(now)).one_or_none()
    if row is None:
        return _noted(limit, window.total_seconds(), limit, window, allowed=True)
    return _noted(limit - row[0], row[1], limit, window, allowed=row[0] < limit)


def _noted(remaining: int, left: float, limit: int, window: timedelta, *, allowed: bool) -> RateState:
    seconds = max(1, math.ceil(left))
    state = RateState(allowed, seconds, limit, max(0, remaining), int(window.total_seconds()))
    known = _tightest.get()
    if known is None or state.remaining < known.remaining:
        _tightest.set(state)
    return state


def _left(window: timedelta) -> ColumnElement[int]:
    """The seconds until the row's window ends."""
    length = literal_column(f"interval '{int(window.total_seconds())} seconds'", INTERVAL)
    return extract("epoch", RateLimit.window_start + length - func.now())


async def clear(connection: AsyncConnection, key: str) -> None:
    """Forget the tries of a key."""
    await connection.execute(delete(RateLimit).where(RateLimit.key == hashed(key)))


async def purge(session: AsyncSession) -> None:
    """Forget windows that are a day old."""
    await session.execute(
        delete(RateLimit).where(RateLimit.window_start < func.now() - text("interval '1 day'"))
    )
