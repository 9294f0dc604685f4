"""What is refused where rights are set back."""

from deskbell.core.problems import Problem


class NotRevertible(Problem):
    """The event changed no rights, or a rule made it, which would do so again."""

    status, code, title = 409, "not_revertible", "This can't be set back from the log"


class ChangedSince(Problem):
    """What the event changed was changed again, is as it was, or is gone."""

    status, code, title = 409, "changed_since", "This was changed again since then"
