"""What the API takes of statuses, priorities and ticket types."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskbell.core.fields import Color, Id, Line
from deskbell.core.pagination import Write
from deskbell.tickets.models import StatusKind

Name = Annotated[Line, StringConstraints(min_length=1, max_length=60)]
Default = Annotated[
    Literal[True] | None,
    Field(description="True: rules choose this one from now on, and not the one before."),
]


class StatusCreate(Write):
    """A new status, the last of all."""

    name: Name = Field(description="What agents read; no other status has it.")
    public_name: Name | None = Field(default=None, description="What customers read; null: the same.")
    kind: StatusKind = Field(description="What it means; it can't be changed later.")
    color: Color = "#868e96"


class StatusUpdate(Write):
    """Changes to a status; what is left out or null stays."""

    name: Name | None = None
    public_name: Name | None = None
    color: Color | None = None
    is_default: Default = None


class PriorityCreate(Write):
    """A new priority, the least pressing of all."""

    name: Name = Field(description="What agents read; no other priority has it.")
    color: Color = "#868e96"


class PriorityUpdate(Write):
    """Changes to a priority; what is left out or null stays."""

    name: Name | None = None
    color: Color | None = None
    is_default: Default = None


class TicketTypeCreate(Write):
    """A new type of ticket, the last of all."""

    name: Name = Field(description="What agents read; no other type has it.")


class TicketTypeUpdate(Write):
    """Changes to a type of ticket; what is left out or null stays."""

    name: Name | None = None


class OrderUpdate(Write):
    """All of them, in the order that they are to have."""

    ids: list[Id] = Field(description="Each number once, the first one first.", max_length=1000)
