"""How often folders are looked through, and how long to wait after a failure."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from deskbell.channels.email.imap.failure import Cause
from deskbell.channels.email.parsing.limits import MAX_MAIL

MEND_THEMSELVES: Final = frozenset({Cause.away, Cause.answer})


@dataclass(frozen=True, slots=True)
class Pace:
    """The times of the poller, each in seconds, and its limits.

    A mailbox at work is leased for `lease`, the lease renewed every `renewal`. Where the server tells of
    news the folder is looked through every `idle` all the same. After the n-th failure the pause is
    `first_pause` (away) or `settings_pause` (an admin has to do something) times 2ⁿ⁻¹, up to a longest one.
    Mails are stored `batch_mails` or `batch_bytes` at a time; one that the server doesn't give out is given
    up after `tries`.
    """

    look: float = 1.0
    interval: float = 60.0
    idle: float = 300.0
    lease: float = 60.0
    renewal: float = 15.0
    first_pause: float = 5.0
    longest_pause: float = 120.0
    settings_pause: float = 60.0
    longest_settings_pause: float = 3600.0
    batch_mails: int = 20
    batch_bytes: int = 16_000_000
    largest_mail: int = MAX_MAIL
    tries: int = 5
    at_once: int = 200
    threads: int = 8

    def pause(self, cause: Cause, failures: int) -> timedelta:
        """How long to wait after so many failures in a row."""
        doubled = 2 ** min(max(failures, 1) - 1, 20)
        if cause is Cause.after:
            return timedelta(seconds=self.interval)
        if cause in MEND_THEMSELVES:
            return timedelta(seconds=min(self.first_pause * doubled, self.longest_pause))
        return timedelta(seconds=min(self.settings_pause * doubled, self.longest_settings_pause))


PACE = Pace()
