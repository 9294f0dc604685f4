"""What the API takes and gives of what tickets are sorted by: statuses, priorities, labels."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Color, Id, Line
from deskbell.core.pagination import Read, Write
from deskbell.tickets.models import StatusKind


class StatusRead(Read):
    """A status: an admin's name for one of six kinds."""

    id: int
    name: str = Field(examples=["Waiting for the customer"])
    public_name: str = Field(description="What customers read.", examples=["Waiting for you"])
    kind: StatusKind
    color: Color
    is_default: bool = Field(description="The one of its kind that rules choose.")


class PriorityRead(Read):
    """A priority; a higher rank comes first."""

    id: int
    name: str = Field(examples=["High"])
    color: Color
    rank: int


class PriorityChoice(PriorityRead):
    """A priority, with whether new tickets get it."""

    is_default: bool = Field(description="The one that new tickets get.")


class LabelRead(Read):
    """A label."""

    id: int
    name: str = Field(examples=["refund"])
    color: Color


class LabelCreate(Write):
    """A new label."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=60)]
    color: Color = "#868e96"


class LabelUpdate(Write):
    """What may be changed of a label."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=60)] | None = None
    color: Color | None = None


class StatusRef(Read):
    """The status of a ticket, by the name that this reader is meant to see."""

    id: int
    name: str
    kind: StatusKind
    color: Color


class TicketChoices(Write):
    """What a customer chooses for a ticket of theirs, out of `GET /v1/ticket-choices`."""

    department_id: Id | None = Field(None, description="Where it goes; else the usual department.")
    type_id: Id | None = Field(None, description="What sort of matter it is.")
    priority_id: Id | None = Field(None, description="How pressing it is; else the usual priority.")


class DepartmentOpenCountRead(Read):
    """How many open tickets a department has."""

    department_id: int
    open_tickets: int
