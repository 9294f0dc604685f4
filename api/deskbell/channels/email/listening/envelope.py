"""What a delivered mail comes in, and how a delivery is refused."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Speech = Literal["smtp", "lmtp"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who brought a mail, from whom, to whom.

    `sender` is empty for the null return path; `recipients` are as they were named, each known to the lookup;
    `client` is the peer's address, empty over a Unix socket; `helo` is what it called itself.
    """

    sender: str
    recipients: tuple[str, ...]
    client: str
    helo: str
    speech: Speech
    secured: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One recipient that a peer names: for whose mail, from where, and how large it will be.

    `size` is what the peer says in bytes, 0 where it doesn't; `sender` is empty for the null return path.
    """

    address: str
    sender: str = ""
    client: str = ""
    speech: Speech = "smtp"
    size: int = 0


class Refusal(Exception):
    """A mail or a recipient isn't taken: for now (4xx) or for good (5xx). Raised, or handed over."""

    def __init__(self, code: int, text: str) -> None:
        """Take the SMTP code and a line of ASCII, best with an enhanced status code first."""
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text

    @property
    def is_temporary(self) -> bool:
        """Whether it may be tried again."""
        return self.code < 500  # noqa: PLR2004 - where refusals for good begin


Deliver = Callable[[bytes, Envelope], Awaitable[Mapping[str, Refusal] | None]]
"""Stores a mail for good before it returns. It may refuse some recipients by name, or all by raising Refusal;
any other exception makes the peer try again later."""

FindMailbox = Callable[[Asked], Awaitable[Refusal | None]]
"""Tells whether mail to a recipient is taken: nothing, or why not. An exception: later."""


def no_such_mailbox() -> Refusal:
    """The refusal of an address that is none of ours."""
    return Refusal(550, "5.1.1 There is no such mailbox here")


def too_large() -> Refusal:
    """The refusal of a mail that is larger than its mailbox takes."""
    return Refusal(552, "5.3.4 The mail is too large for this mailbox")


def not_wanted() -> Refusal:
    """The refusal of whom we take no mail from."""
    return Refusal(550, "5.7.1 Mail from there is not taken here")


def not_now() -> Refusal:
    """The refusal when something is amiss on our side."""
    return Refusal(451, "4.3.0 Not now, please try again later")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken at one time: bytes, numbers, and seconds of silence or of one mail's content."""

    mail_size: int = 40_000_000
    recipients: int = 100
    connections: int = 100
    connections_each: int = 30
    mails: int = 1000
    silence: float = 120.0
    content_time: float = 600.0


DEFAULT_LIMITS: Final = Limits()
