"""Log lines: structured, with the request's id, without anything secret; ours and libraries' alike."""

import logging
import sys
from typing import Any, Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from deskbell.core.request_id import current_request_id
from deskbell.core.scrubbing import scrub

Level = Literal["debug", "info", "warning", "error"]
Shape = Literal["json", "console"]

LEVELS: Final[dict[Level, int]] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
QUIET: Final = {
    "uvicorn.access": logging.CRITICAL,  # it writes whole addresses, query included
    "uvicorn.error": logging.WARNING,
    "alembic": logging.WARNING,
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


def configure_logs(level: Level, shape: Shape, *, stream: TextIO | None = None) -> None:
    """Set up logging for this process: `level` and up, to `stream` (standard error when not given)."""
    out, lowest_level = stream or sys.stderr, LEVELS[level]
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _with_request_id,
    ]
    ending: list[Processor] = [
        structlog.processors.format_exc_info,
        _scrubbed,
        _renderer(shape, out),
    ]
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(lowest_level),
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
    logging.basicConfig(level=lowest_level, handlers=[handler], force=True)
    for name, lowest in QUIET.items():
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(max(lowest, lowest_level))


def _renderer(shape: Shape, out: TextIO) -> Processor:
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
