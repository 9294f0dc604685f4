"""Keyset pages: `{items, next_cursor, total}`; a cursor is opaque, and a broken one is a 422."""

import base64
import binascii
import json
import re
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from deskbell.core.problems import InvalidRequest, ProblemError

COUNT_LIMIT = 10_000
LONGEST_CURSOR = 400
_NOT_STORABLE = re.compile(r"[\x00\ud800-\udfff]")
T = TypeVar("T")


class Read(BaseModel):
    """What the API answers with: every member always there, none with a default."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Write(BaseModel):
    """What the API takes: a member that it does not know is refused (T14)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Page(Read, Generic[T]):
    """A part of a list."""

    items: list[T] = Field(description="The rows, in the order asked for.")
    next_cursor: str | None = Field(
        description="Give this as `cursor` for the rows that follow; null at the end."
    )
    total: int | None = Field(
        description="How many there are, when `count=true` asked for it; "
        f"never more than {COUNT_LIMIT + 1}, which means more."
    )


class PageQuery(Write):
    """The query parameters of a list that has many filters: its own filters are further members."""

    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next_cursor` of the page before."
    )
    limit: int = Field(25, ge=1, le=100, description="Rows in a page.")


class Ref(Read):
    """A thing by its number and name."""

    id: int = Field(description="Its number.", examples=[7])
    name: str = Field(description="Its name.", examples=["Support"])


Cursor = Annotated[
    str | None, Query(max_length=LONGEST_CURSOR, description="`next_cursor` of the page before.")
]
Limit = Annotated[int, Query(ge=1, le=100, description="Rows in a page.")]
Count = Annotated[bool, Query(description="Whether `total` is wanted.")]


class BadCursor(InvalidRequest):
    """The cursor is not one of ours, or belongs to another sort or search."""

    code, title = "bad_cursor", "This cursor is not valid here"

    def __init__(self) -> None:
        """Say where to get one."""
        advice = "Take the cursor from the page before, and ask for the same otherwise."
        super().__init__(errors=[ProblemError(pointer="?cursor", message=advice)])


def encode_cursor(*values: Any) -> str:  # noqa: ANN401 - any JSON value
    """An opaque cursor of the last row's keys."""
    return (
        base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":"), default=str).encode())
        .decode()
        .rstrip("=")
    )


def decode_cursor(cursor: str, *types: type) -> list[Any]:
    """The keys in a cursor, of exactly these types. Raises `BadCursor`."""
    try:
        values = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (binascii.Error, ValueError, RecursionError):
        raise BadCursor from None
    right = isinstance(values, list) and [type(value) for value in values] == list(types)
    if not right or not all(_storable(value) for value in values):
        raise BadCursor
    return list(values)


def _storable(value: object) -> bool:
    """Whether PostgreSQL can be asked about it: a 64-bit number, or text without NUL or half characters."""
    if isinstance(value, int):
        return abs(value) < 2**63
    return not isinstance(value, str) or not _NOT_STORABLE.search(value)


def whole(items: list[T]) -> Page[T]:
    """A page that holds all there is, for lists that are short by nature."""
    return Page[T](items=items, next_cursor=None, total=len(items))
