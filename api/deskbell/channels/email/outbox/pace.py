"""How often a mail is tried, how long an attempt may hold it, and when it is given up."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """The times of the sender, each in seconds.

    A mail at work is leased for `lease` and the lease renewed every `renewal`; a sender that was killed loses
    it. The pause after the n-th attempt is `first_pause`·2ⁿ⁻¹, at most `longest_pause`; at `patience` after
    the first attempt it is given up. A server that is away is tried every `probe`. At most `leased` mails are
    held, and `at_once` of them sent to one server. `keeps_secrets`: the content of mails about accounts
    stays, for the demonstration's inbox.
    """

    lease: float = 60.0
    renewal: float = 15.0
    first_pause: float = 15.0
    longest_pause: float = 3600.0
    patience: float = 5 * 86_400.0
    poll: float = 0.2
    look_for_lost: float = 5.0
    at_once: int = 8
    leased: int = 40
    probe: float = 60.0
    keeps_secrets: bool = False

    def pause(self, attempts: int) -> timedelta:
        """How long to wait after this many attempts."""
        doublings = min(max(attempts, 1) - 1, 20)
        return timedelta(seconds=min(self.first_pause * 2**doublings, self.longest_pause))


PACE = Pace()
