"""What became of one attempt to send a mail, for each of its recipients."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_ANSWER: Final = 500

_QUEUED: Final = (
    re.compile(r"queued (?:mail )?as:? ?<?([\w.@-]{1,120})", re.IGNORECASE),
    re.compile(r"\bid=([\w.@-]{1,120})", re.IGNORECASE),
    re.compile(r"^(?:2\.\d\.\d )?OK:? +([\w.-]{6,120})", re.IGNORECASE),
)


class State(StrEnum):
    """What became of a mail: `uncertain` is the only one in which it may have arrived without our knowing."""

    accepted = "accepted"
    deferred = "deferred"
    failed = "failed"
    uncertain = "uncertain"


class Stage(StrEnum):
    """How far an attempt came; `tls` and `login` speak of the settings, not of the mail."""

    connecting = "connecting"
    tls = "tls"
    login = "login"
    sender = "sender"
    recipient = "recipient"
    content = "content"
    done = "done"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One recipient's share: `answer` is the server's text or our sentence, `queue_id` the server's."""

    recipient: str
    state: State
    stage: Stage
    answer: str
    code: int | None = None
    queue_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every recipient's share of one attempt, in the order in which they were given."""

    deliveries: tuple[Delivery, ...]

    @property
    def state(self) -> State:
        """The whole: uncertain or deferred if any share is, failed if all are, else accepted."""
        states = {delivery.state for delivery in self.deliveries}
        for state in (State.uncertain, State.deferred):
            if state in states:
                return state
        return State.accepted if State.accepted in states else State.failed

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The recipients for whom it is to be tried again."""
        return tuple(each.recipient for each in self.deliveries if each.state is State.deferred)

    @property
    def server_away(self) -> bool:
        """Whether no server was there to hear of the mail: it goes out when one is."""
        return all(
            each.state is State.deferred and each.stage in {Stage.connecting, Stage.tls}
            for each in self.deliveries
        )

    @property
    def settings_at_fault(self) -> bool:
        """Whether nothing goes out before an admin looks at the server's settings."""
        return all(
            each.state is State.deferred and each.stage in {Stage.tls, Stage.login}
            for each in self.deliveries
        )


def share(
    recipients: Iterable[str], state: State, stage: Stage, answer: str, code: int | None = None
) -> Outcome:
    """The same outcome for every recipient."""
    text = readable(answer)
    return Outcome(tuple(Delivery(each, state, stage, text, code) for each in recipients))


def readable(answer: str) -> str:
    """A server's answer as one line of printable text, with an end."""
    words = "".join(letter if letter.isprintable() else " " for letter in answer[: 4 * MAX_ANSWER]).split()
    return " ".join(words)[:MAX_ANSWER]


def queue_id_of(answer: str) -> str | None:
    """The id under which a server queued a mail, as far as its answer tells."""
    return next((match[1] for shape in _QUEUED if (match := shape.search(answer))), None)
