"""What an admin should know of, judged from what was looked up; the screen has the words."""

from typing import Final, Literal

from deskbell.system.queries import seconds_between
from deskbell.system.schemas import FindingCode, SystemFinding, SystemRead

LATE_SECONDS: Final = 30.0
"""A reader of the log, or work that is due, is late after so long: screens and mails are old by then."""
UNREAD_SECONDS: Final = 120.0
LEAST_FREE_BYTES: Final = 2_000_000_000
LEAST_FREE_SHARE: Final = 0.05
NO_ROOM_BYTES: Final = 300_000_000


def findings_of(found: SystemRead) -> list[SystemFinding]:
    """What should be looked at, errors first."""
    all_of_it = [*_of_the_machine(found), *_of_mail(found)]
    return sorted(all_of_it, key=lambda each: each.severity != "error")


def _of_the_machine(found: SystemRead) -> list[SystemFinding]:
    lag = max((reader.lag_seconds for reader in found.readers), default=0.0)
    waited = found.jobs.oldest_wait_seconds or 0.0
    return [
        *_when(found.processes.workers == 0, FindingCode.worker_missing, "error"),
        *_when(
            found.versions.revision != found.versions.revision_needed, FindingCode.schema_differs, "error"
        ),
        *_when(lag > LATE_SECONDS, FindingCode.events_late, "error"),
        *_when(found.parked_total > 0, FindingCode.events_parked, "warning", found.parked_total),
        *_when(waited > LATE_SECONDS, FindingCode.jobs_late, "warning", found.jobs.waiting),
        *_when(found.jobs.failed > 0, FindingCode.jobs_failed, "warning", found.jobs.failed),
        *_of_the_disk(found),
    ]


def _of_the_disk(found: SystemRead) -> list[SystemFinding]:
    free, total = found.storage.data_free_bytes, found.storage.data_total_bytes
    if free is None or total is None:
        return []
    low = free < LEAST_FREE_BYTES and free < total * LEAST_FREE_SHARE
    return _when(low, FindingCode.disk_low, "error" if free < NO_ROOM_BYTES else "warning")


def _of_mail(found: SystemRead) -> list[SystemFinding]:
    mail = found.mail
    unread = seconds_between(mail.oldest_received_at, found.at) > UNREAD_SECONDS
    failing = len(mail.failing_mailbox_ids)
    return [
        *_when(unread, FindingCode.mail_unread, "error", mail.received_waiting),
        *_when(failing > 0, FindingCode.mailbox_failing, "error", failing),
        *_when(mail.outgoing_waiting > 0 and not mail.sends, FindingCode.mail_stands_still, "error"),
        *_when(mail.outgoing_deferred > 0, FindingCode.mail_deferred, "warning", mail.outgoing_deferred),
        *_when(mail.held > 0, FindingCode.mail_held, "warning", mail.held),
        *_when(mail.unreadable > 0, FindingCode.mail_unreadable, "warning", mail.unreadable),
        *_when(mail.outgoing_failed > 0, FindingCode.mail_failed, "warning", mail.outgoing_failed),
        *_when(mail.outgoing_uncertain > 0, FindingCode.mail_uncertain, "warning", mail.outgoing_uncertain),
    ]


def _when(
    holds: bool,  # noqa: FBT001 - reads as a table above
    code: FindingCode,
    severity: Literal["error", "warning"],
    count: int | None = None,
) -> list[SystemFinding]:
    return [SystemFinding(code=code, severity=severity, count=count)] if holds else []
