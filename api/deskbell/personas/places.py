"""The same page in another home."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from deskbell.core.auth import Level

Persona = Literal["guest", "customer", "agent", "admin"]
LEVELS: Final[dict[Persona, Level]] = {
    "guest": Level.guest,
    "customer": Level.user,
    "agent": Level.agent,
    "admin": Level.admin,
}
HOMES: Final[dict[Persona, str]] = {"guest": "/", "customer": "/", "agent": "/agent/", "admin": "/admin/"}
NOT_FOR_GUESTS: Final = re.compile(r"/(?:tickets|profile)(?:/|$)")
ONLY_FOR_GUESTS: Final = re.compile(r"/(?:sign-in|sign-up|t)(?:/|$)")
_NUMBER: Final = re.compile(r"/agent/tickets/([1-9][0-9]{0,14})/?")
_REFERENCE: Final = re.compile(r"/tickets/([0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4})/?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: the path in the site, and the ticket that it names, by number or reference."""

    path: str
    ticket_id: int | None = None
    reference: str | None = None


def place_of(path: str) -> Place:
    """Read a path as the browser has it; what is no path of ours is the front door."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in path:
        return Place("/")
    number, reference = _NUMBER.fullmatch(parts.path), _REFERENCE.fullmatch(parts.path)
    return Place(parts.path, int(number[1]) if number else None, reference[1].upper() if reference else None)


def counterpart(place: Place, persona: Persona, ticket: tuple[int, str] | None) -> str:
    """The page for this persona that shows the same, else their home; `ticket`: one that they may see."""
    home = HOMES[persona]
    if ticket is not None and persona == "agent":
        return f"{home}tickets/{ticket[0]}"
    if ticket is not None and persona == "customer":
        return f"{home}tickets/{ticket[1]}"
    inside = _home_of(place.path) == home
    named = place.ticket_id is not None or place.reference is not None
    wrong = (persona == "guest" and NOT_FOR_GUESTS.match(place.path)) or (
        persona == "customer" and ONLY_FOR_GUESTS.match(place.path)
    )
    return place.path if inside and not named and not wrong else home


def _home_of(path: str) -> str:
    return next((home for home in ("/agent/", "/admin/") if path.startswith(home)), "/")
