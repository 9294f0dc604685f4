"""What people wrote in the demonstration's week, read from `week.toml`, on a clock that ends now."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from deskbell.demo.texts import PEOPLE

UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}
AUTHOR: Final = "by"
_FILE: Final = Path(__file__).with_name("week.toml")
_STAFF: Final = {address.partition("@")[0]: (name, address) for name, address, _ in PEOPLE}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name and address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `note`: only agents see it."""

    who: Person
    at: datetime
    text: str
    note: bool


@dataclass(frozen=True, slots=True, eq=False)
class Tale:
    """One ticket of the week."""

    subject: str
    said: tuple[Said, ...]
    by_mail: bool
    kind: str
    department: int
    assignee: Person | None
    priority: str
    labels: tuple[str, ...]
    file: str | None

    @property
    def by(self) -> Person:
        """Who opened it."""
        return self.said[0].who


def customers() -> list[Person]:
    """Those whom only the week knows."""
    return [Person(*each) for each in _read()["people"].values()]


def tales(now: datetime) -> list[Tale]:
    """All of them, the oldest first."""
    read = _read()
    known = {key: Person(*each) for key, each in {**_STAFF, **read["people"]}.items()}
    found = [_tale(each, known, now) for each in read["story"]]
    return sorted(found, key=lambda tale: tale.said[0].at)


def _tale(story: dict[str, Any], known: dict[str, Person], now: datetime) -> Tale:
    at, said = now - _span(story["ago"]), []
    for line in story["said"]:
        head, _, text = line.partition(" | ")
        words = head.split()
        note = words[0] == "note"
        who, *after = words[1:] if note else words
        at = min(at + _span(" ".join(after)), now - timedelta(minutes=2))
        said.append(Said(known[story["by"] if who == AUTHOR else who], at, text, note))
    return Tale(
        subject=story["subject"],
        said=tuple(said),
        by_mail=story.get("via") == "mail",
        kind=story["kind"],
        department=story.get("department", 0),
        assignee=known[story["assignee"]] if "assignee" in story else None,
        priority=story.get("priority", "Normal"),
        labels=tuple(story.get("labels", ())),
        file=story.get("file"),
    )


def _span(written: str) -> timedelta:
    found = re.findall(r"(\d+)([dhm])", written)
    return sum((timedelta(**{UNITS[unit]: int(number)}) for number, unit in found), timedelta())


def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
