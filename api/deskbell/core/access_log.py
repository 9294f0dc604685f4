"""One line for each request: what was asked, how it ended, how long it took, and who asked."""

import time
from typing import Any, Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskbell.core.counters import Counters

log = structlog.get_logger(__name__)

NO_ANSWER: Final = 499  # the caller went away first
FAULT: Final = 500
QUIET_PATHS: Final = frozenset({"/healthz", "/metrics", "/readyz"})
API_PATH: Final = "/v1/"


class AccessLog:
    """Logs the route's template, never the path as it came (it may hold anything), nor its query.

    Requests are counted here, too: by the same template, so that no name ever becomes a label.
    """

    def __init__(self, app: ASGIApp, counters: Counters | None = None) -> None:
        """Stand around `app`, inside of `RequestId`."""
        self.app = app
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and write its line at the end."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, start = NO_ANSWER, time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception:
            status = FAULT
            raise
        finally:
            seconds, route = time.perf_counter() - start, _template(scope)
            if self._counters is not None:
                self._counters.count(route, scope["method"], status, seconds)
            _write(scope, route, status, seconds * 1000)


def _write(scope: Scope, route: str, status: int, duration: float) -> None:
    write = log.debug if route in QUIET_PATHS or not scope["path"].startswith(API_PATH) else log.info
    write("request", method=scope["method"], route=route, status=status, ms=round(duration, 1), **_who(scope))


def _template(scope: Scope) -> str:
    """The route as it was declared; `-` for what no route took."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else "-"


def _who(scope: Scope) -> dict[str, Any]:
    """Kind and number of the actor; never a name or an address."""
    actor = scope.get("state", {}).get("actor")
    if actor is None:
        return {}
    return {"actor": actor.kind, **({} if actor.user_id is None else {"user_id": actor.user_id})}
