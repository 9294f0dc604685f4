"""Headers that every answer carries, unless what answers set its own."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskbell.core import rate_limits

EVERYWHERE: Final = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
# Nobody's cache keeps what only some may read (T64); and no answer of the API is ever a page.
API: Final = {
    **EVERYWHERE,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-site",
}
HTTPS: Final = {"strict-transport-security": "max-age=31536000"}
API_PATH: Final = "/v1/"


class SafeHeaders:
    """Adds the headers that keep an answer from being stored, guessed at or framed, and those of limits."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        """Stand around `app`; `secure` where people reach us by https alone."""
        self.app = app
        more = HTTPS if secure else {}
        self._api = _raw(API | more)
        self._other = _raw(EVERYWHERE | more)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add them to the answer's start."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        rate_limits.begin_request()
        added = self._api if scope["path"].startswith(API_PATH) else self._other

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                present = {name for name, _ in headers}
                limited = rate_limits.tightest()
                more = added if limited is None else (*added, *_raw(limited.told))
                message["headers"] = [*headers, *(header for header in more if header[0] not in present)]
            await send(message)

        await self.app(scope, receive, answer)


def _raw(headers: dict[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    """As ASGI wants them; made once, as every answer gets them."""
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
