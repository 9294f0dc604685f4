"""Headers as they go over the wire: folded by ourselves, names and subjects encoded by ourselves.

Python's own folding decodes and encodes anew what it is given; versions of it have turned an encoded line
end into a real one, lost the quotes of a name with a comma, and encoded Message-IDs too long for a line.
"""

import base64
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, Final

from deskbell.channels.email.composing.letter import Mailbox

LINE: Final = 76
CHUNK: Final = 36  # bytes in one encoded word: 60 characters, and the header's name before it
MAX_WORD: Final = 400


class Folded(str):
    """The value of a header, folded and encoded."""

    __slots__ = ()


class LetterPolicy(EmailPolicy):
    """`policy.SMTP`, with folded values as they are."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - the library's
        """Keep a folded value; the library's way for its own (Content-Type and its kind)."""
        return (name, value) if isinstance(value, Folded) else super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 - the library's
        """The lines of a header."""
        if isinstance(value, Folded):
            return f"{name}: {value}\r\n".encode()
        return super().fold_binary(name, value)


LETTER_POLICY: Final = LetterPolicy(linesep="\r\n")


def new_message() -> EmailMessage:
    """An empty message with our policy."""
    return EmailMessage(policy=LETTER_POLICY)


def text_line(name: str, text: str) -> Folded:
    """Free text: as it is where that is plain ASCII, else in encoded words."""
    words = text.split()
    if not _is_plain(text) or any(len(word) > MAX_WORD for word in words):
        return Folded("\r\n ".join(_encoded_words(text)))
    lines: list[str] = []
    room = 0
    for word in words:
        if lines and len(word) < room:
            lines[-1] += f" {word}"
            room -= len(word) + 1
        else:
            lines.append(word)
            room = LINE - len(word) - (0 if len(lines) > 1 else len(name) + 1)
    return Folded("\r\n ".join(lines))


def address_line(mailboxes: Iterable[Mailbox]) -> Folded:
    """Names and addresses, one on a line."""
    return Folded(",\r\n ".join(_mailbox(each) for each in mailboxes))


def words_line(words: Iterable[str]) -> Folded:
    """Words that can't be divided, one on a line."""
    return Folded("\r\n ".join(words))


def _mailbox(mailbox: Mailbox) -> str:
    if not mailbox.name.strip():
        return mailbox.address
    if _is_plain(mailbox.name):
        quoted = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{mailbox.address}>'
    name = "\r\n ".join(_encoded_words(mailbox.name))
    return f"{name}\r\n <{mailbox.address}>"


def _is_plain(text: str) -> bool:
    """Whether a reader of mail shows exactly this."""
    return text.isascii() and text.isprintable() and "=?" not in text


def _encoded_words(text: str) -> list[str]:
    """The text in encoded words (RFC 2047), none of which divides a character."""
    chunks: list[bytes] = [b""]
    for letter in text:
        encoded = letter.encode("utf-8", "replace")
        if len(chunks[-1]) + len(encoded) > CHUNK:
            chunks.append(b"")
        chunks[-1] += encoded
    return [f"=?utf-8?B?{base64.b64encode(chunk).decode()}?=" for chunk in chunks]
