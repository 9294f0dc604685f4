"""Headers by which a caller says what they have seen, and where they come from."""

import re
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Request

from deskbell.core.config import Settings
from deskbell.core.problems import InvalidRequest, NotFound, ProblemError, StaleVersion

_ETAG = re.compile(r'(?:W/)?"?(\d{1,18})"?')


async def seen_version(
    if_match: Annotated[
        str | None,
        Header(
            max_length=40,
            description="The `version` that you have seen; with another one: 412. "
            "Left out, the last write wins.",
        ),
    ] = None,
) -> int | None:
    """The version in `If-Match`; None when it is left out or `*`."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise InvalidRequest(
            errors=[ProblemError(pointer="If-Match", message='Give the version, as in If-Match: "3".')]
        )
    return int(found[1])


SeenVersion = Annotated[int | None, Depends(seen_version, scope="function")]


class Versioned(Protocol):
    """A thing that counts its changes."""

    @property
    def version(self) -> int:
        """How often it was changed."""


Thing = TypeVar("Thing", bound=Versioned)


def as_seen(thing: Thing | None, seen: int | None) -> Thing:
    """The thing that is to be changed, locked before.

    Raises `NotFound` when there is none, and `StaleVersion` when it was changed since it was seen.
    """
    if thing is None:
        raise NotFound
    refuse_stale(thing.version, seen)
    return thing


def refuse_stale(version: int, seen: int | None) -> None:
    """Raise `StaleVersion` where another version than the present one was seen."""
    if seen is not None and seen != version:
        raise StaleVersion("Look at it again, then try with its present version.", version=version)


async def asking_channel(request: Request) -> str:
    """`web` for a page of one of our front ends, `api` for a program."""
    settings: Settings = request.app.state.settings
    return "web" if request.headers.get("origin") in settings.allowed_origins() else "api"


Channel = Annotated[str, Depends(asking_channel, scope="function")]
