"""Facts about work that failed: never what it was about, whose facts were recorded before."""

from typing import ClassVar

from deskbell.events.event import Event


class FailedJobEvent(Event):
    """A fact about work that failed; `name` is the kind of work."""

    subject: ClassVar[str] = "failed_job"

    failed_job_id: int
    name: str


class FailedJobRetried(FailedJobEvent, type="failed_job.retried", internal=True):
    """Work that had failed was ordered once more."""


class FailedJobDiscarded(FailedJobEvent, type="failed_job.discarded", internal=True):
    """Work that had failed was given up."""
