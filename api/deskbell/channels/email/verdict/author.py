"""Whom the `From` field names: exactly one address, or nobody.

Everyone who asks who wrote a mail takes the address from here, so that the verdict and the identity are about
the same person. The scanner is linear: no nesting and no length makes it slow.
"""

from dataclasses import dataclass
from typing import Final

from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.header_fields import HeaderBlock

MAX_FROM: Final = 8192


@dataclass(frozen=True, slots=True)
class Author:
    """The one address of `From`; `address` and `domain` are empty where `problem` says why.

    `ambiguous` marks a field that different readers read differently.
    """

    address: str | None
    domain: str | None
    problem: str = ""
    ambiguous: bool = False


class _Malformed(Exception):
    """The field isn't a list of addresses."""


def read_author(header: HeaderBlock) -> Author:
    """Find the author of a mail."""
    values = header.values("from")
    if not values:
        return Author(None, None, "it has no From")
    if len(values) > 1:
        return Author(None, None, "it has several From fields", ambiguous=True)
    if len(values[0]) > MAX_FROM:
        return Author(None, None, "its From is too long")
    try:
        text = values[0].decode("utf-8").replace("\r\n", "")
        found = _Scanner(text).mailboxes()
    except (UnicodeDecodeError, _Malformed):
        return Author(None, None, "its From can't be read")
    if len(found) > 1:
        return Author(None, None, "its From names several authors", ambiguous=True)
    return _author(found[0]) if found else Author(None, None, "its From names nobody")


def _author(text: str) -> Author:
    address = plain_address(text)
    if address is None:
        return Author(None, None, "its From is no address")
    return Author(address, address.rpartition("@")[2])


class _Scanner:
    """Reads a list of mailboxes character by character."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._plain: list[str] = []  # what stands outside of angle brackets
        self._angle: str | None = None
        self._found: list[str] = []

    def mailboxes(self) -> list[str]:
        """Every address of the list, as written; a group has none that could speak for it."""
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == ":":
                return []
            self._take(character)
        self._finish()
        return self._found

    def _take(self, character: str) -> None:
        if character == '"':
            self._plain.append(self._quoted())
        elif character == "(":
            self._skip_comment()
        elif character == "<":
            self._read_angle()
        elif character == ",":
            self._finish()
            self._at += 1
        elif character in {">", ")", ";"}:
            raise _Malformed
        else:
            self._plain.append(character)
            self._at += 1
        if self._angle is not None and "".join(self._plain[-1:]).strip():
            raise _Malformed  # words after an address in brackets

    def _quoted(self) -> str:
        start, self._at = self._at, self._at + 1
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 2 if character == "\\" else 1
            if character == '"':
                return self._text[start : self._at]
        raise _Malformed

    def _skip_comment(self) -> None:
        depth = 0
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 2 if character == "\\" else 1
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return
        raise _Malformed

    def _read_angle(self) -> None:
        if self._angle is not None:
            raise _Malformed
        self._at += 1
        parts: list[str] = []
        while self._at < len(self._text) and (character := self._text[self._at]) != ">":
            if character in "<,:;()":
                raise _Malformed
            if character == '"':
                parts.append(self._quoted())
            else:
                parts.append(character)
                self._at += 1
        if self._at >= len(self._text):
            raise _Malformed
        self._at += 1
        self._angle = "".join(parts).strip()
        self._plain = []

    def _finish(self) -> None:
        text = "".join(self._plain).strip() if self._angle is None else self._angle
        if text:
            self._found.append(text)
        self._plain, self._angle = [], None
