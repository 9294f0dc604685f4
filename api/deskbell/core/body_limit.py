"""Refuses bodies over the limit: before reading where their length is said, while reading where it isn't."""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskbell.core.problems import BodyTooLarge

JSON_LIMIT: Final = 1_048_576
UPLOAD_PATHS: Final = frozenset({"/v1/files", "/v1/ticket-submissions/files"})
FORM_SLACK: Final = 65_536  # what the form around a file may take


class _OverLimit(Exception):
    """Ends the reading of a body; the answer is made by the middleware."""


class BodyLimit:
    """Answers 413 for a body over 1 MiB, or for an upload over the largest file and its form."""

    def __init__(self, app: ASGIApp, *, file_size_limit: int, json_limit: int = JSON_LIMIT) -> None:
        """Stand around `app`; limits in bytes."""
        self.app = app
        self._json = json_limit
        self._upload = file_size_limit + FORM_SLACK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass whose body is within its limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_upload = scope["method"] == "POST" and scope["path"] in UPLOAD_PATHS
        limit = self._upload if is_upload else self._json
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and said.isascii() and (len(said) > len(str(limit)) or int(said) > limit):
            await _refuse(limit, scope, receive, send)
            return
        await _Counted(self.app, limit).run(scope, receive, send)


class _Counted:
    """One request whose body is counted as it comes.

    What reads the body may turn our exception into an answer of its own, so once the limit is passed that
    answer is held back and ours is sent instead.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit
        self.size = 0
        self.started = False

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                self.size += len(message.get("body", b""))
                if self.size > self.limit:
                    raise _OverLimit
            return message

        async def answer(message: Message) -> None:
            if self.size > self.limit and not self.started:
                return
            self.started = True
            await send(message)

        try:
            await self.app(scope, counted, answer)
        except Exception:
            if self.size <= self.limit or self.started:
                raise
        if self.size > self.limit and not self.started:
            await _refuse(self.limit, scope, receive, send)


async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer and close: the rest of the body isn't read."""
    problem = BodyTooLarge(f"At most {limit} bytes.", headers={"Connection": "close"}, limit=limit)
    await problem.response()(scope, receive, send)
