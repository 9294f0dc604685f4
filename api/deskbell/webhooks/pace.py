"""How often a delivery is tried, how long an attempt may take, and when it is given up."""

from dataclasses import dataclass
from datetime import timedelta

STEPS = (5, 30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600)
"""Seconds from one attempt to the next; the last one stays."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The times of the deliverer, in seconds.

    A delivery at work is held for `lease`, longer than an attempt can take. The pauses between attempts are
    `steps`; those of a webhook that is away are at most `longest_away`, and its deliveries wait with it. A
    delivery that is refused for `patience` is given up; a webhook that takes nothing for so long is paused.
    At most `at_once` requests are made at one time, and `each` to one webhook.
    """

    steps: tuple[float, ...] = STEPS
    longest_away: float = 3600.0
    patience: float = 3 * 86_400.0
    lease: float = 60.0
    poll: float = 0.5
    at_once: int = 32
    each: int = 4

    def pause(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row."""
        return timedelta(seconds=self.steps[min(max(failures, 1), len(self.steps)) - 1])

    def away(self, failures: int, asked: float | None) -> timedelta:
        """How long a webhook is left alone; `asked` is what its `Retry-After` says."""
        own = self.pause(failures).total_seconds()
        return timedelta(seconds=min(max(own, asked or 0.0), self.longest_away))


PACE = Pace()
