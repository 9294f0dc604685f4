"""Exceptions as problems: what a caller did wrong, and what is away. Our own faults are `core.faults`'."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from deskbell.core.problems import (
    BodyTooLarge,
    BrokenBody,
    Conflict,
    DatabaseAway,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    Problem,
    ProblemError,
    UnsupportedMediaType,
)

log = structlog.get_logger(__name__)

RETRY_AFTER = {"Retry-After": "2"}
CONNECTION_STATES = ("08", "57", "53")
RETRYABLE_STATES = ("40",)
BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind for kind in (BrokenBody, NotFound, MethodNotAllowed, BodyTooLarge, UnsupportedMediaType)
}


def register_handlers(app: FastAPI) -> None:
    """Answer what a caller did wrong and what is away with a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    for away in (PoolTimeout, ConnectionError, OSError, TimeoutError):
        app.add_exception_handler(away, _away)


async def _problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)  # noqa: S101 - registered for it
    return error.response()


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return BrokenBody("The body is not valid JSON.").response()
    return InvalidRequest(
        errors=[
            ProblemError(pointer=_pointer(fault["loc"]), message=_said(fault["msg"])) for fault in faults[:50]
        ]
    ).response()


def _pointer(place: tuple[str | int, ...]) -> str:
    """`/subject` for a member of the body, `?sort` for a parameter, the header's name for a header."""
    where, *parts = place
    path = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return {"query": f"?{path}", "header": path}.get(str(where), f"/{path}")


def _said(message: str) -> str:
    """Words of our own without the mark of where they come from, as a sentence begins."""
    words = message.removeprefix("Value error, ")
    return words[:1].upper() + words[1:]


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    kind = BY_STATUS.get(error.status_code)
    if kind is not None:
        return kind(headers=dict(error.headers or {})).response()
    named = {"status": error.status_code, "title": HTTPStatus(error.status_code).phrase}
    rare: type[Problem] = type("RareProblem", (Problem,), named)
    return rare(headers=dict(error.headers or {})).response()


async def _database(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DBAPIError)  # noqa: S101 - registered for it
    state = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated or not state or state.startswith(CONNECTION_STATES):
        return await _away(request, error)
    if state.startswith(RETRYABLE_STATES):
        return Conflict("Somebody changed the same thing at the same time; try again.").response()
    if isinstance(error, IntegrityError):
        log.warning(
            "database.integrity", state=state, constraint=getattr(error.orig, "constraint_name", None)
        )
        return Conflict("Something that this needs was changed at the same time; look again.").response()
    if isinstance(error, DataError):
        log.warning("database.data", state=state)
        return InvalidRequest("A value does not fit.").response()
    raise error


async def _away(_: Request, error: Exception) -> JSONResponse:
    log.warning("database.away", error=type(error).__name__)
    return DatabaseAway(headers=RETRY_AFTER).response()
