"""What may stand in the way of merging and erasing."""

from deskbell.core.problems import Conflict, Problem


class SamePerson(Problem):
    """An account can't be merged into itself."""

    status, code, title = 422, "same_person", "Choose another account to merge"


class NotMergeable(Conflict):
    """Only a customer's account is merged away: lower an agent first. One that is gone is none."""

    code, title = "not_mergeable", "This account can't be merged away"


class MergeNotUndoable(Conflict):
    """It was undone before, is too old, or one of both accounts has been merged or erased since."""

    code, title = "merge_not_undoable", "This merge can't be undone any more"
