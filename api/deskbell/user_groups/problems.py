"""What may stand in the way of a change to user groups."""

from deskbell.core.problems import Conflict, InvalidRequest, NotAllowed, ProblemError


class GroupNameTaken(Conflict):
    """Names of groups differ in more than capitals."""

    code, title = "name_taken", "Another group has this name"

    def __init__(self) -> None:
        """Say where."""
        super().__init__(errors=[ProblemError(pointer="/name", message="Another group has this name.")])


class BuiltIn(Conflict):
    """*Everyone* and *Registered* have their names and members by what they are."""

    code, title = "built_in", "This group is built in"


class GroupInAudience(Conflict):
    """Choosing a department, a type or a priority would open to everybody."""

    code, title = "group_in_audience", "An audience names this group; take it out there first"


class NoSuchPermission(InvalidRequest):
    """A permission that is named in the request is none that customers can have."""

    code, title = "no_such_permission", "There is no such permission"


class NoSuchGroup(InvalidRequest):
    """A group that is named in the request does not exist, or takes no members."""

    code, title = "no_such_group", "There is no such group"


class NoSuchPerson(InvalidRequest):
    """An account that is named in the request does not exist, or is not for the caller."""

    code, title = "no_such_person", "There is no such person"


class MemberByRule(Conflict):
    """The group's rule put the person in, and would do it again: change the rule."""

    code, title = "member_by_rule", "The group's rule put this person in"


class NotOwnGroups(NotAllowed):
    """Agents don't put themselves into groups, nor take themselves out."""

    code, title = "not_own_groups", "You can't change your own groups"


class WrongLines(InvalidRequest):
    """Lines of the list name nobody; nobody was added."""

    code, title = "wrong_lines", "Some lines are wrong; nobody was added"
