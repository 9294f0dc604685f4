"""Whether a condition holds for a mail: plain text tests, each linear in the text.

A text is looked at in its first hundred thousand characters, and at most two hundred texts of a kind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address, ip_network
from itertools import islice
from typing import Final

from deskbell.channels.email.header_fields import read_header
from deskbell.channels.email.parser_rules.conditions import (
    AutomaticCondition,
    ClientCondition,
    Condition,
    MailboxCondition,
    NumberCondition,
    Operator,
    SourceCondition,
    TextCondition,
    VerdictCondition,
)

LONGEST_TEXT: Final = 100_000
MOST_TEXTS: Final = 200


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a mail once it is read; `text` is asked for when a condition needs it."""

    headers: Sequence[tuple[str, str]]
    subject: str
    sender: str
    sender_name: str
    text: Callable[[], str]
    standing: str
    automatic: bool
    attachments: Sequence[tuple[str, str]]


@dataclass
class Seen:
    """A mail as rules see it: how it came, its bytes, and, after reading, what it says."""

    mailbox_id: int | None
    source: str
    envelope_sender: str
    recipients: Sequence[str]
    client: str
    helo: str
    raw: bytes
    read: Read | None = None
    _folded: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)

    def know(self, read: Read) -> None:
        """It is read now; what was looked up before may be otherwise."""
        self.read = read
        self._folded.clear()

    @cached_property
    def raw_headers(self) -> list[tuple[str, str]]:
        """The headers as they stand in the mail, each on one line."""
        return [
            (name, " ".join(value.decode("utf-8", "replace").split()))
            for name, value in read_header(self.raw).fields
        ]

    def texts(self, name: str, header: str | None = None) -> tuple[str, ...]:
        """The texts of a field in one case; none where it isn't known yet."""
        key = (name, header)
        if key not in self._folded:
            found = islice(self._texts(name, header), MOST_TEXTS)
            self._folded[key] = tuple(each[:LONGEST_TEXT].casefold() for each in found)
        return self._folded[key]

    def _texts(self, name: str, header: str | None) -> Sequence[str]:
        read = self.read
        if name == "header":
            headers = self.raw_headers if read is None else read.headers
            return [value.strip() for found, value in headers if found == header]
        if name == "recipient":
            return self.recipients
        if name in {"envelope_sender", "helo"}:
            return [str(getattr(self, name))]
        if read is None:
            return []
        if name in {"attachment_name", "attachment_type"}:
            place = ("attachment_name", "attachment_type").index(name)
            return [each[place] for each in read.attachments]
        return [read.text() if name == "text" else str(getattr(read, name))]


def holds(condition: Condition, mail: Seen) -> bool:
    """Whether the mail is as the condition says. What isn't known of it is never so, nor otherwise."""
    found = _holds(condition, mail)
    return found is not None and found != condition.negated


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is the pattern, in which `*` stands for anything; both are in one case.

    Each piece is looked for once, from where the last one ended: the first place is as good as any other.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return text == first
    *middle, last = rest
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _holds(condition: Condition, mail: Seen) -> bool | None:
    found: bool | None = None
    match condition:
        case TextCondition():
            found = _text_holds(condition, mail)
        case NumberCondition():
            found = _number_holds(condition, mail)
        case MailboxCondition():
            found = mail.mailbox_id == condition.mailbox_id
        case SourceCondition():
            found = mail.source == condition.value
        case ClientCondition():
            found = _comes_from(condition, mail.client)
        case VerdictCondition() if mail.read is not None:
            found = mail.read.standing == condition.value
        case AutomaticCondition() if mail.read is not None:
            found = mail.read.automatic
    return found


def _text_holds(condition: TextCondition, mail: Seen) -> bool:
    texts = mail.texts(condition.field, condition.header)
    if condition.operator is Operator.present or condition.value is None:
        return any(text.strip() for text in texts)
    value = condition.value.casefold()
    test = _TESTS[condition.operator]
    return any(test(text, value) for text in texts)


_TESTS: Final[dict[Operator, Callable[[str, str], bool]]] = {
    Operator.contains: lambda text, value: value in text,
    Operator.equals: lambda text, value: text == value,
    Operator.starts_with: lambda text, value: text.startswith(value),
    Operator.ends_with: lambda text, value: text.endswith(value),
    Operator.matches: lambda text, value: matches(value, text),
}


def _number_holds(condition: NumberCondition, mail: Seen) -> bool | None:
    if condition.field == "size":
        number = len(mail.raw)
    elif mail.read is None:
        return None
    else:
        number = len(mail.read.attachments)
    return number > condition.value if condition.operator == "over" else number < condition.value


def _comes_from(condition: ClientCondition, client: str) -> bool | None:
    try:
        return ip_address(client) in ip_network(condition.network)
    except ValueError:
        return None
