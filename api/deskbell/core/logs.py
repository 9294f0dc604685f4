"""Log lines: structured, with the request's id, without anything secret; ours and libraries' alike."""

import logging
import sys
import time
from typing import Any, Final, Literal, TextIO

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, Processor, WrappedLogger

from deskbell.core.config import Settings
from deskbell.core.request_id import current_request_id
from deskbell.core.scrubbing import scrub

log = structlog.get_logger(__name__)

NO_ANSWER: Final = 499  # the caller went away first
FAULT: Final = 500
QUIET_PATHS: Final = frozenset({"/healthz", "/readyz"})
API_PATH: Final = "/v1/"
LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
QUIET: Final = {
    "uvicorn.access": logging.CRITICAL,  # it writes whole addresses, query included
    "uvicorn.error": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "hpack": logging.WARNING,
    "procrastinate": logging.WARNING,
    "psycopg": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "multipart": logging.WARNING,
    "python_multipart": logging.WARNING,
    "watchfiles": logging.WARNING,
}


def configure(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Set up logging for this process as the settings say, to `stream` (standard error when not given)."""
    out, level = stream or sys.stderr, LEVELS[settings.log_level]
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _with_request_id,
    ]
    ending: list[Processor] = [
        structlog.processors.format_exc_info,
        _scrubbed,
        _renderer(settings.log_format, out),
    ]
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=stream is None,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    logging.captureWarnings(capture=True)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, lowest in QUIET.items():
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(max(lowest, level))


def _renderer(shape: Literal["json", "console"], out: TextIO) -> Processor:
    if shape == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=out.isatty(), timestamp_key="at", pad_event_to=24)


def _with_request_id(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    request_id = current_request_id()
    if request_id is not None:
        line["request_id"] = request_id
    return line


def _scrubbed(_logger: WrappedLogger, _method: str, line: EventDict) -> dict[str, Any]:
    return scrub(line)


class AccessLog:
    """Logs the route's template, never the path as it came (it may hold anything), nor its query."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`, inside of `RequestId`."""
        self.app = app

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
            _write(scope, status, (time.perf_counter() - start) * 1000)


def _write(scope: Scope, status: int, duration: float) -> None:
    route = _template(scope)
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
