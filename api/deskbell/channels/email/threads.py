"""Which ticket a mail belongs to: a pure decision over what the mail says and what we know.

In this order: our signed reply address; our signed Message-ID; a Message-ID of other people's mail that we
hold, if the sender is a party of its ticket; a ticket's reference in the subject, if the sender is a party
and the verdict is no fail. A number in a subject is a hint for agents, whoever wrote it (T47, T48, T51).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from deskbell.channels.email.signed_addresses import MailSigner, MessageToken, ReplyToken
from deskbell.channels.email.verdict.judging import Standing
from deskbell.kit.references import read_reference

AGENT_TOKEN_LIFETIME: Final = timedelta(days=30)
MAX_REFERENCES: Final = 50
MAX_RECIPIENTS: Final = 200
MAX_SUBJECT: Final = 1000
MAX_RELATED: Final = 5

_REFERENCE: Final = re.compile(
    r"(?<![A-Za-z0-9-])[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}(?![A-Za-z0-9-])"
)
_NUMBER: Final = re.compile(r"#(\d{1,18})(?!\d)", re.ASCII)


class By(StrEnum):
    """By what a mail was threaded."""

    token = "token"  # noqa: S105 - a word, no secret
    reference = "reference"
    subject = "subject"
    none = "none"


@dataclass(frozen=True, slots=True)
class MailFacts:
    """The parts of a mail that say where it belongs. `recipients`: of the envelope first, then To and Cc."""

    recipients: Sequence[str]
    in_reply_to: Sequence[str] = ()
    references: Sequence[str] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Clues:
    """What there is to look up: `ticket_ids`, `numbers`, `foreign` Message-IDs, `references` of tickets."""

    replies: tuple[ReplyToken, ...] = ()
    messages: tuple[MessageToken, ...] = ()
    foreign: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def ticket_ids(self) -> frozenset[int]:
        """The tickets that signed things name."""
        signed = {token.ticket_id for token in self.messages if token.ticket_id}
        return frozenset(signed | {token.ticket_id for token in self.replies})


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """A ticket as threading sees it; `id` is the one it was merged into, `parties` are addresses."""

    id: int
    parties: frozenset[str]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What was found for the clues: tickets by signed or guessed id, by Message-ID, by reference."""

    tickets: Mapping[int, KnownTicket] = field(default_factory=dict)
    mails: Mapping[str, KnownTicket] = field(default_factory=dict)
    references: Mapping[str, KnownTicket] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Threading:
    """Where a mail goes: to `ticket_id`, or to a new ticket.

    `token` is the reply address that decided it. A new ticket that `continues` a closed one is linked with
    it; `maybe_related` is shown to agents only.
    """

    ticket_id: int | None
    by: By
    token: ReplyToken | None = None
    continues: int | None = None
    maybe_related: tuple[int, ...] = ()


def clues(mail: MailFacts, signer: MailSigner) -> Clues:
    """Read what a mail says about where it belongs."""
    ids = [plain_id(each) for each in (*mail.in_reply_to, *reversed(mail.references))]
    ids = [each for each in dict.fromkeys(ids) if each][:MAX_REFERENCES]
    read = {each: signer.read_message_id(each) for each in ids}
    replies = (signer.read_reply_address(each) for each in mail.recipients[:MAX_RECIPIENTS])
    subject = mail.subject[:MAX_SUBJECT]
    named = (read_reference(match[0]) for match in _REFERENCE.finditer(subject))
    return Clues(
        replies=tuple(dict.fromkeys(each for each in replies if each)),
        messages=tuple(each for each in read.values() if each),
        foreign=tuple(each for each, token in read.items() if token is None),
        references=tuple(dict.fromkeys(each for each in named if each))[:MAX_RELATED],
        numbers=tuple(dict.fromkeys(int(each) for each in _NUMBER.findall(subject)))[:MAX_RELATED],
    )


def thread(found: Clues, known: Known, sender: str | None, standing: Standing) -> Threading:
    """Decide where a mail belongs. `sender` is the verdict's address, `standing` what it is worth."""
    candidates = _candidates(found, known, (sender or "").lower(), standing)
    best = candidates[0] if candidates else None
    hints = dict.fromkeys(each.id for each in [*(one.ticket for one in candidates), *_related(found, known)])
    related = tuple(each for each in hints if best is None or each != best.ticket.id)[:MAX_RELATED]
    if best is None:
        return Threading(None, By.none, maybe_related=related)
    ticket = best.ticket
    if ticket.closed:
        return Threading(None, best.by, best.token, continues=ticket.id, maybe_related=related)
    return Threading(ticket.id, best.by, best.token, maybe_related=related)


def acting_agent(
    threading: Threading, user_id: int | None, standing: Standing, *, now: datetime | None = None
) -> int | None:
    """The agent as whom a mail counts: a fresh token made for them, of this ticket, and an aligned pass.

    `user_id` is the account that owns the sender's address. Nothing else makes a mail an agent's (T47, T52).
    """
    token = threading.token
    if user_id is None or token is None or token.user_id != user_id or standing is not Standing.passed:
        return None
    return user_id if token.is_fresh(AGENT_TOKEN_LIFETIME, now=now) else None


def plain_id(text: str) -> str:
    """A Message-ID without its angle brackets and what stands around them."""
    return text.strip().removeprefix("<").removesuffix(">").strip()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A ticket that the mail may be added to, and why."""

    by: By
    ticket: KnownTicket
    token: ReplyToken | None = None


def _candidates(found: Clues, known: Known, sender: str, standing: Standing) -> list[_Candidate]:
    """The tickets that the mail may be added to, the best reason first."""
    replied = ((known.tickets.get(each.ticket_id), each) for each in found.replies)
    signed = (known.tickets.get(each.ticket_id) for each in found.messages if each.ticket_id)
    held = (known.mails.get(each) for each in found.foreign)
    named = (known.references.get(each) for each in found.references)
    trusted = standing is not Standing.failed
    return [
        *(_Candidate(By.token, each, token) for each, token in replied if each),
        *(_Candidate(By.reference, each) for each in signed if each),
        *(_Candidate(By.reference, each) for each in held if each and sender in each.parties),
        *(_Candidate(By.subject, each) for each in named if each and trusted and sender in each.parties),
    ]


def _related(found: Clues, known: Known) -> list[KnownTicket]:
    """The tickets that the mail only hints at."""
    hinted = [
        *(known.mails.get(each) for each in found.foreign),
        *(known.references.get(each) for each in found.references),
        *(known.tickets.get(each) for each in found.numbers),
    ]
    return [each for each in hinted if each]
