"""Lists of addresses, read in one pass: names, comments, groups, and what breaks the rules."""

import re
from typing import Final

from deskbell.channels.email.parsing.limits import MAX_ADDRESSES, MAX_NAME
from deskbell.channels.email.parsing.parsed import Address
from deskbell.channels.email.parsing.words import decoded_words

_TOKEN: Final = re.compile(
    r"""
    (?P<word>=\?[^?\s]++\?[bBqQ]\?[^?]*+\?=)
  | "(?P<quoted>(?:[^"\\]|\\.)*+)"?
  | <(?P<angle>[^<>]*+)>?
  | (?P<special>[(),;:>])
  | (?P<text>(?:(?!=\?)[^"<>(),;:])++|=)
    """,
    re.DOTALL | re.VERBOSE,
)
_COMMENT_EDGE: Final = re.compile(r"\\.|[()]", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_SPACED: Final = re.compile(r"\s*+([@.])\s*+")
_SIMPLE: Final = re.compile(r'(?:([\w.\' -]*[\w.\'-])[ ]+)?<([^\s<>"@(),:;]+@[^\s<>"@(),:;]+)>')
_BARE: Final = re.compile(r'[^\s<>"@(),:;]+@[^\s<>"@(),:;]+')


def addresses(value: str) -> tuple[Address, ...]:
    """The addresses of a header's value, its words not yet decoded; at most `MAX_ADDRESSES`."""
    value = value.strip()
    simple = _SIMPLE.fullmatch(value)
    if simple and "=?" not in value:
        return (_address(simple[1] or "", simple[2]),)
    if _BARE.fullmatch(value):
        return (Address("", value),)
    return tuple(_Reader(value).run())


class _Reader:
    """The address that is being read: its words, its comment, and what stood in angle brackets."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.found: list[Address] = []
        self.words: list[str] = []
        self.comment = ""
        self.angle: str | None = None

    def run(self) -> list[Address]:
        position, end = 0, len(self.value)
        while position < end and len(self.found) < MAX_ADDRESSES:
            token = _TOKEN.match(self.value, position)
            position = token.end() if token else position + 1
            if token is None:
                continue
            if token["special"] == "(":
                text, position = _comment(self.value, position)
                self.comment = self.comment or text
            else:
                self._take(token)
        self._finish()
        return self.found[:MAX_ADDRESSES]

    def _take(self, token: re.Match[str]) -> None:
        if token["special"] in {",", ";"}:
            self._finish()
        elif token["special"] == ":" and self.angle is None:
            self.words.clear()  # what came before was the name of a group
            self.comment = ""
        elif token["angle"] is not None:
            if self.angle is not None:
                self._finish()
            self.angle = token["angle"]
        elif token["quoted"] is not None:
            self._take_quoted(token["quoted"], closed=token[0].endswith('"'))
        elif self.angle is None:
            self.words.append(token["word"] or token["text"] or "")

    def _take_quoted(self, quoted: str, *, closed: bool) -> None:
        """A quote that is never closed has swallowed the address too."""
        if not closed and "<" in quoted:
            quoted, _, self.angle = quoted.rpartition("<")
            self.angle = self.angle.partition(">")[0]
        self.words.append(_ESCAPED.sub(r"\1", quoted))

    def _finish(self) -> None:
        text = " ".join("".join(self.words).split())
        angle, comment = self.angle, self.comment
        self.words, self.comment, self.angle = [], "", None
        if angle is not None:
            self.found.append(_address(text or comment, _bare(angle)))
        elif "@" in text:
            self.found.extend(_without_brackets(text, comment))
        elif text:
            self.found.append(_address(text, ""))


def _without_brackets(text: str, comment: str) -> list[Address]:
    """`a@b`, `Name a@b`, and `a@b c@d`, which is two."""
    joined = _SPACED.sub(r"\1", text) if " @" in text or "@ " in text else text
    pieces = joined.split(" ")
    with_at = [piece for piece in pieces if "@" in piece]
    if len(with_at) == len(pieces):
        return [_address(comment, piece) for piece in pieces]
    name = " ".join(piece for piece in pieces if "@" not in piece)
    return [_address(name, with_at[-1])]


def _address(name: str, address: str) -> Address:
    """A name that only repeats the address is none."""
    shown = " ".join(decoded_words(name).split())[:MAX_NAME].strip("\"' ")
    address = "".join(address.split())[:MAX_NAME]
    return Address("" if shown.lower() == address.lower() else shown, address)


def _bare(angle: str) -> str:
    """What stood in angle brackets, without comments, spaces and a source route."""
    out, position = [], 0
    while (start := angle.find("(", position)) >= 0:
        out.append(angle[position:start])
        _, position = _comment(angle, start + 1)
    out.append(angle[position:])
    address = "".join("".join(out).split()).removeprefix("mailto:")
    if address.startswith("@") and ":" in address:
        address = address.rpartition(":")[2]
    return decoded_words(address)


def _comment(value: str, start: int) -> tuple[str, int]:
    """The comment's text and where it ends; comments nest, by counting."""
    depth = 1
    for edge in _COMMENT_EDGE.finditer(value, start):
        if edge[0] == "(":
            depth += 1
        elif edge[0] == ")":
            depth -= 1
        if not depth:
            return value[start : edge.start()], edge.end()
    return value[start:], len(value)
