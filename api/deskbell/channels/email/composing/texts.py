"""What each kind of mail says: the fields that its template may use."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from deskbell.channels.email.parsing.splitting import MARKER_END, MARKER_START

MARKER_START_END: Final = (MARKER_START, MARKER_END)

_PREFIX: Final = re.compile(
    r"(?:re|aw|antw|sv|vs|wg|fwd?|tr|rif|odp|res|vá)(?:\[\d{1,3}\])?:[ ]?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The fields that every mail has: `helpdesk` is its name, as people know it."""

    template: ClassVar[str]

    helpdesk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """An earlier message below an answer; `html` is sanitized markup."""

    author: str
    when: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWords(Words):
    """An agent's answer to a customer; `html` and the quotes' are sanitized, `text` is their plain form."""

    template: ClassVar[str] = "reply"

    author: str
    subject: str
    reference: str
    text: str
    html: str
    signature: str = ""
    link: str = ""
    history: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords(Words):
    """A message in a ticket, told to the agent who is responsible and may answer by mail.

    `assigned`: they were just made responsible, by `assigned_by`, which may be empty.
    """

    template: ClassVar[str] = "notice"

    assigned: bool = False
    assigned_by: str = ""
    author: str
    subject: str
    number: int
    text: str
    html: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptWords(Words):
    """A mail has arrived. The address isn't proven, so it holds nothing of what was written (T56)."""

    template: ClassVar[str] = "receipt"

    reference: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords(Words):
    """An unclaimed account can be made one's own."""

    template: ClassVar[str] = "claim"

    link: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetWords(Words):
    """A new password was asked for."""

    template: ClassVar[str] = "reset"

    link: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWords(Words):
    """Somebody whom nobody knew has written: their message is kept until this link is used."""

    template: ClassVar[str] = "registration"

    link: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyWords(Words):
    """An address is to be verified."""

    template: ClassVar[str] = "verify"

    address: str
    link: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWords(Words):
    """Somebody is invited; `inviter` may be empty.

    `organization`: not to the helpdesk but into this organization; `claimed`: they have a password already.
    """

    template: ClassVar[str] = "invitation"

    inviter: str
    link: str
    hours: int
    organization: str = ""
    claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLinkWords(Words):
    """The link by which a guest sees one ticket; `arrived`: it tells that the ticket has just come."""

    template: ClassVar[str] = "ticket_link"

    reference: str
    link: str
    hours: int
    arrived: bool = False


def bare_subject(subject: str, reference: str = "") -> str:
    """A subject without `Re:` and its kind, and without our own reference."""
    plain = subject[:2000]
    if reference:
        plain = plain.replace(f"[{reference}]", " ").replace(reference, " ")
    plain = " ".join(plain.split())
    while match := _PREFIX.match(plain):
        plain = plain[match.end() :]
    return plain
