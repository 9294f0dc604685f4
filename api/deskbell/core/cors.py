"""Which pages of other hosts may ask from a browser: our own front ends, and those of registered apps.

Ours, which the operator lists, bring their session's cookie. An app's page never does: it has its token.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ALLOWED: Final = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-Range",
    "Last-Event-ID",
    "Range",
)
EXPOSED: Final = (
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Idempotency-Replayed",
    "Retry-After",
    "X-Request-Id",
)
REMEMBERED: Final = 7200
OPEN_TO_APPS: Final = ("/v1/", "/.well-known/")

Allows = Callable[[Scope, str], Awaitable[bool]]


class CrossOrigin:
    """Answers what browsers ask before they let another host's page ask, and says so in the answers."""

    def __init__(self, app: ASGIApp, *, own: Iterable[str], apps: Allows) -> None:
        """Stand around `app`. `own`: origins of our front ends; `apps`: whether one is an app's."""
        self.app = app
        self._own = frozenset(own)
        self._ours = _around(app, credentials=True)
        self._theirs = _around(app, credentials=False)
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, by whose page it comes from."""
        await (await self._answering(scope))(scope, receive, send)

    async def _answering(self, scope: Scope) -> ASGIApp:
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None:
            return self.app
        if origin in self._own:
            return self._ours
        open_to_apps = scope["path"].startswith(OPEN_TO_APPS)
        return self._theirs if open_to_apps and await self._apps(scope, origin) else self.app


def _around(app: ASGIApp, *, credentials: bool) -> ASGIApp:
    """The library's middleware, for an origin that is known to be allowed."""
    return CORSMiddleware(
        app,
        allow_origin_regex=".*",
        allow_credentials=credentials,
        allow_methods=METHODS,
        allow_headers=ALLOWED,
        expose_headers=EXPOSED,
        max_age=REMEMBERED,
    )
