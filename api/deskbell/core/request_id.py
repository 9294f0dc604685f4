"""Gives each request an id: it stands in the answer, in every log line and in the events that it caused."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "x-request-id"

_SAFE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_current: ContextVar[str | None] = ContextVar("request_id", default=None)


@contextmanager
def standing_for(request_id: str) -> Iterator[None]:
    """Give work that no request asked for an id of its own: that of the mail behind it, for one."""
    before = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(before)


def current_request_id() -> str | None:
    """The id of the request being answered, if one is."""
    return _current.get()


class RequestId:
    """Takes over `X-Request-ID` where it is a short plain word, makes one where it isn't, and answers it."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`, outermost."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the id for the time of the request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SAFE.fullmatch(given) else secrets.token_hex(8)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (HEADER.encode(), request_id.encode())]
            await send(message)

        before = _current.set(request_id)
        try:
            await self.app(scope, receive, answer)
        finally:
            _current.reset(before)
