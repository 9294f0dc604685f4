"""Teams as the API takes and gives them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Line
from deskbell.core.pagination import Read, Ref, Write

TeamName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class TeamRead(Read):
    """People who share work."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.", examples=["Second line"])
    members: list[Ref] = Field(description="Who is in it, by name.")


class TeamCreate(Write):
    """A new team."""

    name: TeamName = Field(description="Its name; no other team has it.")


class TeamUpdate(Write):
    """Changes to a team; what is left out or null stays."""

    name: TeamName | None = Field(default=None, description="The new name.")
