"""Members of user groups as the API takes and gives them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Id, Text
from deskbell.core.pagination import Read, Write
from deskbell.users.schemas import LevelName

MOST_AT_ONCE = 1000
LONGEST_CSV = 1_000_000


class GroupMemberRead(Read):
    """Somebody in a group."""

    id: int = Field(description="The account's number.")
    name: str = Field(description="What the person is called.")
    email: str | None = Field(description="The primary address; null for an account without one.")
    level: LevelName = Field(description="The account's level.")
    by_rule: bool = Field(description="Whether by what the person is, not by somebody's choice.")


class MembersChange(Write):
    """People who are to come into a group, or to leave it."""

    user_ids: list[Id] = Field(
        description="Their numbers.", min_length=1, max_length=MOST_AT_ONCE, examples=[[7, 8]]
    )


class MembersCsv(Write):
    """A list of people as a spreadsheet saves it."""

    csv: Annotated[Text, StringConstraints(max_length=LONGEST_CSV)] = Field(
        description="Comma or semicolon separated. Its first line names the columns: `email` or `id` "
        "says who, other columns are not read.",
        examples=["email\nanna@example.org\n"],
    )


class MembersChanged(Read):
    """What became of it."""

    changed: int = Field(description="How many came in, or left.")
    unchanged: int = Field(description="How many were in, or out, already.")
