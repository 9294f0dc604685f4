"""Putting people into a group by a list that a spreadsheet saved: all of them, or nobody."""

import csv
import io
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.fields import LARGEST_ID
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.permissions.checking import require
from deskbell.user_groups.directory.queries import group_to_fill
from deskbell.user_groups.members.actions.join import add_members
from deskbell.user_groups.members.queries import changeable_among, changeable_by_address
from deskbell.user_groups.members.schemas import MembersChanged
from deskbell.user_groups.problems import WrongLines

MOST_LINES: Final = 10_000
MOST_ERRORS: Final = 100
COLUMNS: Final = ("id", "email")


@dataclass(frozen=True, slots=True)
class _Line:
    """Whom one line names; `number` as an editor counts lines, the header's is 1."""

    number: int
    said: str


async def add_members_by_csv(session: AsyncSession, actor: Actor, group_id: int, text: str) -> MembersChanged:
    """Put everybody whom the list names into the group.

    Raises what `add_members` does, and `WrongLines` with each line that names nobody: then nobody came in.
    """
    require(actor, "people.groups")
    await group_to_fill(session, actor, group_id)
    column, lines = _read(text)
    known = await _known(session, actor, column, lines)
    errors = [
        ProblemError(pointer=f"/csv/{line.number}", message=f"Line {line.number}: {_why(column, line)}")
        for line in lines
        if line.said.lower() not in known
    ]
    if errors:
        advice = f"{len(errors)} of {len(lines)} lines name nobody. Correct them, then send the list again."
        raise WrongLines(advice, errors=errors[:MOST_ERRORS])
    numbers = list(dict.fromkeys(known[line.said.lower()] for line in lines))
    if not numbers:
        return MembersChanged(changed=0, unchanged=0)
    return await add_members(session, actor, group_id, numbers)


def _read(text: str) -> tuple[str, list[_Line]]:
    """The column that says who, and the lines that have anything in it."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        column = next((each for each in COLUMNS if each in names), None)
        if column is None:
            raise _refusal("The first line has to name a column `email` or `id`.")
        place = names.index(column)
        lines = [_Line(rows.line_num, "".join(row[place : place + 1]).strip()) for row in rows if any(row)]
    except csv.Error as error:
        raise _refusal(f"Line {rows.line_num} can't be read: {error}.") from None
    if len(lines) > MOST_LINES:
        raise _refusal(f"At most {MOST_LINES} people at once; this list names {len(lines)}.")
    return column, lines


async def _known(session: AsyncSession, actor: Actor, column: str, lines: list[_Line]) -> dict[str, int]:
    """The accounts of what is said, in small letters."""
    said = {line.said.lower() for line in lines if line.said}
    if column == "email":
        return await changeable_by_address(session, actor, sorted(said))
    numbers = {each: int(each) for each in said if each.isdecimal() and int(each) <= LARGEST_ID}
    changeable = await changeable_among(session, actor, sorted(set(numbers.values())))
    return {each: number for each, number in numbers.items() if number in changeable}


def _why(column: str, line: _Line) -> str:
    if not line.said:
        return f"it has no {column}."
    return f"nobody whom you may add has this {'address' if column == 'email' else 'number'}."


def _refusal(message: str) -> InvalidRequest:
    return InvalidRequest(errors=[ProblemError(pointer="/csv", message=message)])
