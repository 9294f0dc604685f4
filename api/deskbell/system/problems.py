"""What may stand in the way of doing work once more."""

from deskbell.core.problems import Conflict


class JobSuperseded(Conflict):
    """The same work waits already, by a later order: discard this one."""

    code, title = "job_superseded", "The same work waits already"
