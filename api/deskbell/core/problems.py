"""Errors as RFC 9457 problems: one shape for everything that goes wrong."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


class ProblemError(BaseModel):
    """One thing that is wrong with the request."""

    pointer: str = Field(
        description="Where, as a JSON pointer into the body or `?name` of a parameter.", examples=["/subject"]
    )
    message: str = Field(description="What is wrong, in words for people.")


class ProblemDetails(BaseModel):
    """Why a request was refused (RFC 9457)."""

    model_config = ConfigDict(title="Problem", json_schema_serialization_defaults_required=True)

    type: str = Field(
        description="Address that names the kind of problem.", examples=["about:blank#ticket_closed"]
    )
    title: str = Field(description="The kind of problem in words.", examples=["This ticket is closed"])
    status: int = Field(description="The HTTP status.", examples=[409])
    code: str = Field(description="The kind of problem for programs.", examples=["ticket_closed"])
    detail: str | None = Field(description="What to do about this one.")
    errors: list[ProblemError] = Field(description="The single faults, when there are several.")


class Problem(Exception):
    """A refusal: raised, it undoes the transaction; returned through `refused`, it keeps it."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[str] = "The request could not be understood"

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[ProblemError] | None = None,
        headers: dict[str, str] | None = None,
        **extra: Any,  # noqa: ANN401 - members of the problem's own, any JSON value
    ) -> None:
        """Take what is special about this one: `extra` are further members of the document."""
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = errors or []
        self.headers = headers or {}
        self.extra = extra

    def document(self) -> dict[str, Any]:
        """The problem as JSON members."""
        return {
            "type": f"about:blank#{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "errors": [error.model_dump() for error in self.errors],
            **self.extra,
        }

    def response(self) -> JSONResponse:
        """The problem as an answer."""
        return JSONResponse(self.document(), self.status, headers=self.headers, media_type=MEDIA_TYPE)


class InvalidRequest(Problem):
    """A part of the request is missing, malformed, or not known."""

    status, code, title = 422, "invalid_request", "Some of the request is not valid"


class BrokenBody(Problem):
    """The body is not what its content type says."""

    status, code, title = 400, "broken_body", "The body could not be read"


class NotSignedIn(Problem):
    """No token, or one that is not valid any more."""

    status, code, title = 401, "not_signed_in", "Sign in first"


class NotAllowed(Problem):
    """The caller may see this, but may not do that."""

    status, code, title = 403, "not_allowed", "You may not do this"


class ScopeTooLow(Problem):
    """The token opens a lower door than this one."""

    status, code, title = 403, "scope_too_low", "Your sign-in does not reach this far"


class PersonNeeded(Problem):
    """An API key or an app asks for what only a person does who signed in: sessions, passwords, keys."""

    status, code, title = 403, "person_needed", "Only a person who signed in here can do this"


class NotDuringVisit(Problem):
    """An agent who is signed in as a customer asks for what only the customer does."""

    status, code, title = 403, "not_during_visit", "Only the person themselves can do this"


class SupportCenterClosed(Problem):
    """None of the caller's groups may enter the support center."""

    status, code, title = 403, "support_center_closed", "The support center is closed to you"


class NotFound(Problem):
    """There is no such thing, or the caller may not know of it: the same answer for both (T11)."""

    status, code, title = 404, "not_found", "Not found, or sign in"


class MethodNotAllowed(Problem):
    """The address exists, but not for this method."""

    status, code, title = 405, "method_not_allowed", "This address does not take that method"


class BodyTooLarge(Problem):
    """The body is over the limit."""

    status, code, title = 413, "body_too_large", "This is too large"


class UnsupportedMediaType(Problem):
    """The body's content type is not one that this address takes."""

    status, code, title = 415, "unsupported_media_type", "This content type is not taken here"


class TooManyRequests(Problem):
    """A rate limit is reached; `Retry-After` says when to come back."""

    status, code, title = 429, "too_many_requests", "Too many requests"


class StaleVersion(Problem):
    """Somebody else changed this since the version named by `If-Match`; `changed` lists what."""

    status, code, title = 412, "stale_version", "This was changed in the meantime"


class Conflict(Problem):
    """The state of things does not allow it."""

    status, code, title = 409, "conflict", "This does not fit the present state"


class InternalError(Problem):
    """A fault of ours."""

    status, code, title = 500, "internal_error", "Something went wrong on our side"


class DatabaseAway(Problem):
    """The database is out of reach for the moment."""

    status, code, title = 503, "database_away", "The service is not ready; try again in a moment"


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of an endpoint for these problems, grouped by status."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        known = found.setdefault(kind.status, {"model": ProblemDetails, "description": ""})
        line = f"`{kind.code}`: {kind.title}."
        known["description"] = f"{known['description']} {line}".strip()
    return found


def refused(problem: Problem) -> JSONResponse:
    """Answer with the problem and keep what the transaction wrote: for refusals that must leave a trace."""
    return problem.response()
