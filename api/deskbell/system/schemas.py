"""How the helpdesk fares, as the API gives it."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from deskbell.core.pagination import Read


class FindingCode(StrEnum):
    """What an admin should know of, by a name that screens have words for."""

    worker_missing = "worker_missing"
    schema_differs = "schema_differs"
    events_late = "events_late"
    events_parked = "events_parked"
    jobs_late = "jobs_late"
    jobs_failed = "jobs_failed"
    disk_low = "disk_low"
    mail_unread = "mail_unread"
    mail_held = "mail_held"
    mail_unreadable = "mail_unreadable"
    mailbox_failing = "mailbox_failing"
    mail_stands_still = "mail_stands_still"
    mail_deferred = "mail_deferred"
    mail_failed = "mail_failed"
    mail_uncertain = "mail_uncertain"


class SystemFinding(Read):
    """One thing that an admin should know of; without any, all is well."""

    code: FindingCode
    severity: Literal["error", "warning"] = Field(
        description="`error`: something does not work; `warning`: it does, and should be looked at."
    )
    count: int | None = Field(description="How many things it is about, where they can be counted.")


class SystemVersions(Read):
    """What runs."""

    deskbell: str = Field(examples=["1.0.0"])
    python: str = Field(examples=["3.11.9"])
    postgresql: str = Field(examples=["18.1"])
    revision: str = Field(description="The schema that the database has.", examples=["0012"])
    revision_needed: str = Field(description="The schema that this version of Deskbell needs.")


class SystemProcesses(Read):
    """Who works."""

    started_at: datetime = Field(description="Since when the process runs that answers this.")
    api_processes: int = Field(description="API processes of this installation, as they are configured.")
    workers: int = Field(description="Workers that gave a sign of life in the last 20 seconds.")
    worker_seen_at: datetime | None = Field(description="When a worker last gave a sign of life.")


class JobQueue(Read):
    """Work that is done after the answer."""

    waiting: int = Field(description="Due, and not begun.")
    scheduled: int = Field(description="To be done later, such as what is tried again.")
    working: int = Field(description="At work.")
    failed: int = Field(description="Tried as often as it should be; see `GET /v1/failed-jobs`.")
    oldest_wait_seconds: float | None = Field(description="How long the first one that is due has waited.")


class EventReaderRead(Read):
    """One reader of the event log, from which everything follows."""

    name: str = Field(examples=["dispatcher"])
    lag_seconds: float = Field(description="Age of the oldest event that it has not read yet.")
    moved_at: datetime = Field(description="When it last got ahead.")


class ParkedEventRead(Read):
    """An event that a projection could not take twice; it is left out until that is mended."""

    event_id: int
    handler: str = Field(description="The projection.")
    error: str = Field(description="The kind of its failure.")
    parked_at: datetime


class StorageRead(Read):
    """Room for data, in bytes."""

    database_bytes: int
    data_free_bytes: int | None = Field(description="Free on the disk of the data folder.")
    data_total_bytes: int | None = Field(description="Size of that disk; null: it can't be asked.")


class MailHealth(Read):
    """How mail fares; `GET /v1/outgoing-mails/status` says more of what goes out."""

    received_waiting: int = Field(description="Received, and not read yet.")
    oldest_received_at: datetime | None
    held: int = Field(description="Mails that wait for a person.")
    unreadable: int = Field(description="Mails of the last 7 days that could not be read.")
    mailboxes: int = Field(description="Mailboxes that are switched on.")
    failing_mailbox_ids: list[int] = Field(description="Mailboxes whose mail can't be fetched at present.")
    sends: bool = Field(description="Whether mail can go out.")
    outgoing_waiting: int
    outgoing_deferred: int
    outgoing_uncertain: int
    outgoing_failed: int = Field(description="Of the last 7 days.")


class SystemRead(Read):
    """How the helpdesk fares."""

    at: datetime = Field(description="When this was looked up.")
    findings: list[SystemFinding] = Field(description="What should be looked at, errors first; none: well.")
    versions: SystemVersions
    processes: SystemProcesses
    jobs: JobQueue
    readers: list[EventReaderRead]
    parked: list[ParkedEventRead] = Field(description="The latest 20.")
    parked_total: int
    storage: StorageRead
    mail: MailHealth


class FailedJobRead(Read):
    """Work that failed as often as it was to be tried."""

    id: int
    name: str = Field(description="The kind of work.", examples=["notifications.notify"])
    attempts: int
    failed_at: datetime | None
    known: bool = Field(description="Whether this version still knows such work.")
