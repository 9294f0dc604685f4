"""What a mail of ours is made of. Whatever could add a header or a recipient is refused when it is made."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from deskbell.channels.email.domains import plain_address
from deskbell.kit.html import with_signed_files

MAX_NAME: Final = 200
MAX_SUBJECT: Final = 500
MAX_ID: Final = 400
MAX_URL: Final = 900


class UnsafeHeader(ValueError):
    """A value that may not stand in a header."""


class Nature(StrEnum):
    """Who speaks: a person, or a program, which says so in headers that keep robots from answering."""

    personal = "personal"
    receipt = "receipt"
    notice = "notice"
    digest = "digest"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address; UnsafeHeader for anything but exactly one address."""

    address: str
    name: str = ""

    def __post_init__(self) -> None:
        """Keep out what isn't one address or one line."""
        plain = plain_address(self.address)
        if plain is None or len(self.name) > MAX_NAME or not _is_line(self.name):
            raise UnsafeHeader("this is not a name and one address")
        object.__setattr__(self, "address", plain)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along; shown inside of the text where the markup names its `content_id`."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is composed.

    `message_id` and `date` are chosen and stored before the first attempt to send: two compositions of one
    letter are equal to the byte. `references` are Message-IDs, the oldest first.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str = ""
    cc: tuple[Mailbox, ...] = ()
    reply_to: Mailbox | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    nature: Nature = Nature.personal
    unsubscribe_url: str = ""

    def __post_init__(self) -> None:
        """Keep out what would make other headers than those meant."""
        if not self.to or not is_message_id(self.message_id) or self.date.tzinfo is None:
            raise UnsafeHeader("a mail needs a recipient, a Message-ID and a date with its zone")
        if len(self.subject) > MAX_SUBJECT or not _is_line(self.subject):
            raise UnsafeHeader("the subject is not one line")
        if not _is_word(self.unsubscribe_url) or len(self.unsubscribe_url) > MAX_URL:
            raise UnsafeHeader("the address for unsubscribing is none")

    def recipients(self) -> tuple[str, ...]:
        """Whom the mail goes to, each once."""
        return tuple(dict.fromkeys(each.address for each in (*self.to, *self.cc)))


def one_line(text: str, limit: int) -> str:
    """A text as one line of at most `limit` characters, without control characters."""
    seen = (" " if _is_control(letter) else letter for letter in text[: 4 * limit])
    return " ".join("".join(seen).split())[:limit].rstrip()


def is_message_id(text: str) -> bool:
    """Whether a text is a Message-ID in angle brackets that may stand in a header."""
    inner = text.removeprefix("<").removesuffix(">")
    return (
        len(text) == len(inner) + 2
        and 0 < len(inner) <= MAX_ID
        and _is_word(inner)
        and not set(inner) & set("<>(),;")
    )


def message_ids(texts: Iterable[str]) -> list[str]:
    """The texts that are Message-IDs, brackets added where they are missing, each once."""
    ids = (f"<{text.strip().removeprefix('<').removesuffix('>')}>" for text in texts)
    return list(dict.fromkeys(each for each in ids if is_message_id(each)))


def content_id_of(file_id: UUID) -> str:
    """The Content-ID under which a stored picture goes along."""
    return f"{file_id}@deskbell"


def with_content_ids(html: str) -> str:
    """Clean markup whose stored pictures are those that go along with the mail."""
    return with_signed_files(html, lambda file_id: f"cid:{content_id_of(file_id)}")


def _is_line(text: str) -> bool:
    return not any(_is_control(letter) for letter in text)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}


def _is_word(text: str) -> bool:
    return text.isascii() and text.isprintable() and not set(text) & set(' <>"\\')
