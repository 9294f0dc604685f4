"""What customers may choose, as the API gives it."""

from pydantic import Field

from deskbell.core.pagination import Read, Ref
from deskbell.tickets.dimension_schemas import PriorityRead


class DepartmentChoice(Ref):
    """A department that may be chosen."""

    parent_id: int | None = Field(description="The one that it stands under, if any; it may be chosen too.")


class TicketChoicesRead(Read):
    """What somebody may choose for a ticket of theirs; an empty list leaves nothing to choose."""

    departments: list[DepartmentChoice] = Field(description="By name. None chosen: the usual one.")
    types: list[Ref] = Field(description="In the order that admins gave them.")
    priorities: list[PriorityRead] = Field(
        description="The most pressing first. Empty without the permission `tickets.set_priority`."
    )
