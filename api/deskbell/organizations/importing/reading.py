"""Reading a file of organizations: every line, and everything that is wrong with it."""

import csv
import io
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from deskbell.core.problems import ProblemError
from deskbell.organizations.domain_rules import read_domain
from deskbell.organizations.models import Role
from deskbell.organizations.problems import DomainUnfit
from deskbell.organizations.schemas import LabelWord, LongText, OrganizationName
from deskbell.users.schemas import Address, PersonName

COLUMNS: Final = ("organization", "domains", "email", "name", "role", "notes", "labels")
MOST_LINES: Final = 1000
MOST_ERRORS: Final = 100
_NAME: Final = TypeAdapter[str](OrganizationName)
_ADDRESS: Final = TypeAdapter[str](Address)
_PERSON: Final = TypeAdapter[str](PersonName)
_NOTES: Final = TypeAdapter[str](LongText)
_LABEL: Final = TypeAdapter[str](LabelWord)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says; empty where it says nothing."""

    number: int
    organization: str
    domains: tuple[str, ...] = ()
    email: str = ""
    name: str = ""
    role: Role | None = None
    notes: str = ""
    labels: tuple[str, ...] = ()


def wrong(number: int, column: str, message: str) -> ProblemError:
    """What is wrong in a column of a line; the line of titles is the first."""
    return ProblemError(pointer=f"line {number}, {column}", message=message)


def read_lines(text: str) -> tuple[list[Line], list[ProblemError]]:
    """The lines that can be taken, and what is wrong with the others."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    lines: list[Line] = []
    errors: list[ProblemError] = []
    try:
        titles = [each.strip().lower() for each in next(rows, [])]
        errors += _wrong_titles(titles)
        if errors:
            return [], errors
        for cells in rows:
            if not any(each.strip() for each in cells):
                continue
            if len(lines) >= MOST_LINES:
                return [], [wrong(rows.line_num, "all", f"Give at most {MOST_LINES} lines at a time.")]
            line, found = _read(rows.line_num, titles, cells)
            errors += found
            if line is not None:
                lines.append(line)
    except csv.Error as error:
        errors.append(wrong(rows.line_num, "all", f"This is not comma-separated text: {error}."))
    return lines, errors[:MOST_ERRORS]


def _wrong_titles(titles: list[str]) -> list[ProblemError]:
    unknown = [each for each in titles if each not in COLUMNS]
    known = ", ".join(COLUMNS)
    if "organization" not in titles or unknown or len(set(titles)) != len(titles):
        message = f"Begin with a line of titles: organization, and any of the others of {known}; each once."
        return [wrong(1, ", ".join(unknown) or "titles", message)]
    return []


def _read(number: int, titles: list[str], cells: list[str]) -> tuple[Line | None, list[ProblemError]]:
    if len(cells) > len(titles):
        return None, [wrong(number, "all", f"There are {len(cells)} columns, and {len(titles)} titles.")]
    said = dict.fromkeys(COLUMNS, "") | {
        title: cell.strip() for title, cell in zip(titles, cells, strict=False)
    }
    errors: list[ProblemError] = []

    def checked(adapter: TypeAdapter[str], column: str, value: str) -> str:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            errors.append(wrong(number, column, str(error.errors()[0]["msg"]).removeprefix("Value error, ")))
            return ""

    domains = said["domains"].replace(";", " ").replace(",", " ").split()
    for domain in domains:
        try:
            read_domain(domain, "")
        except DomainUnfit as problem:
            errors.append(wrong(number, "domains", problem.errors[0].message))
    role = said["role"].lower()
    if role and role not in set(Role):
        errors.append(wrong(number, "role", "Give member or manager, or nothing."))
    if (said["name"] or role) and not said["email"]:
        errors.append(wrong(number, "email", "There is a name or a role, but no address of a person."))
    email = checked(_ADDRESS, "email", said["email"]) if said["email"] else ""
    line = Line(
        number=number,
        organization=checked(_NAME, "organization", said["organization"]),
        domains=tuple(domains),
        email=email,
        name=checked(_PERSON, "name", said["name"] or email.partition("@")[0]) if email else "",
        role=Role(role) if role in set(Role) else None,
        notes=checked(_NOTES, "notes", said["notes"]),
        labels=tuple(checked(_LABEL, "labels", each) for each in said["labels"].split(";") if each.strip()),
    )
    return (None if errors else line), errors
