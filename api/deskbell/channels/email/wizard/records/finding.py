"""What was found about one record."""

from dataclasses import dataclass
from enum import StrEnum


class RecordKind(StrEnum):
    """The three records that speak for a sender."""

    spf = "spf"
    dkim = "dkim"
    dmarc = "dmarc"


class RecordState(StrEnum):
    """How a record stands. `different`: it is valid, but not for this helpdesk. `unknown`: no answer."""

    present = "present"
    missing = "missing"
    different = "different"
    wrong = "wrong"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record: where it stands, what it should say, what it says, and what to do in plain sentences."""

    kind: RecordKind
    name: str
    purpose: str
    expected: str
    state: RecordState
    finding: str
    advice: str = ""
    found: tuple[str, ...] = ()
