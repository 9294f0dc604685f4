"""What may stand in the way of a change to the knowledge base."""

from deskbell.core.problems import InvalidRequest, Problem, ProblemError


class CircularParent(InvalidRequest):
    """A category would stand in itself."""

    code, title = "circular_parent", "A category can't stand in itself"


class SlugTaken(Problem):
    """Another one has this address."""

    status, code, title = 409, "slug_taken", "Another one has this address already"


class NoSuchCategory(InvalidRequest):
    """A category that is named in the request does not exist."""

    code, title = "no_such_category", "There is no such category"


class NoSuchGroup(InvalidRequest):
    """A group that is named in the request does not exist."""

    code, title = "no_such_group", "There is no such group"


class IncompleteOrder(InvalidRequest):
    """The order leaves something out, or names something twice or what stands elsewhere."""

    code, title = "incomplete_order", "Name each category of one place exactly once"


class PlacePutAway(Problem):
    """What it stands in was put away itself."""

    status, code, title = 409, "place_put_away", "Bring back first what it stands in"


def at(kind: type[Problem], pointer: str, message: str) -> Problem:
    """The problem, told at one member of the request."""
    return kind(errors=[ProblemError(pointer=pointer, message=message)])
