"""Types of members and parameters that many rooms use."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, Field
from pydantic.config import JsonDict

LARGEST_ID = 2**63 - 1
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def _storable(value: str) -> str:
    """Refuse what PostgreSQL can't store and no person types: control characters and half characters."""
    if _FORBIDDEN.search(value):
        message = "must not hold control characters"
        raise ValueError(message)
    return value


def _one_line(value: str) -> str:
    """Make one line of it, so that it can stand in a list or a mail header."""
    return _LINE_BREAKS.sub(" ", value).strip()


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is in UTC already. Refuses what no calendar has."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        message = "must be a time between the years 1 and 9999"
        raise ValueError(message) from None


Id = Annotated[int, Field(ge=1, le=LARGEST_ID, strict=True)]
QueryId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Text = Annotated[str, AfterValidator(_storable)]
Line = Annotated[str, AfterValidator(_storable), AfterValidator(_one_line)]
Moment = Annotated[datetime, AfterValidator(in_utc)]
SECRET: JsonDict = {"format": "password"}
"""Said in the document of what opens something, a password or a token: forms don't show it."""
ShownOnce = Annotated[str, Field(json_schema_extra=SECRET)]
Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$", examples=["#4c6ef5"])]
