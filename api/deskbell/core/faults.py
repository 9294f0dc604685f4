"""Answers for faults of ours, inside of the middleware that adds the request's id and headers.

Starlette calls a handler for `Exception` outside of everything that an application adds, where the request's
id is forgotten and no safe header is set; so faults are caught here, before they get there.
"""

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskbell.core.problems import InternalError

log = structlog.get_logger(__name__)


class Faults:
    """Turns an exception that nothing else answers into a logged 500; a started answer is cut off."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`, next to the innermost: `BodyLimit` ends requests by an exception of its own."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and answer if it fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except ClientDisconnect:
            log.info("request.cut_off")
        except Exception as error:
            log.exception("request.failed", exc_info=error)
            if started:
                raise
            problem = InternalError("It was logged, with the id in this answer's X-Request-ID.")
            await problem.response()(scope, receive, send)
