"""Finds the header fields of a mail or a part in its bytes, within limits, and never goes back."""

import re
from dataclasses import dataclass, field
from typing import Final

from deskbell.channels.email.parsing.limits import (
    MAX_HEADER,
    MAX_HEADER_BLOCK,
    MAX_HEADER_SEARCH,
    MAX_HEADERS,
)

_FIELD: Final = re.compile(rb"([!-9;-~]{1,200}+)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_BLANK: Final = re.compile(rb"\r*+(?:\n|\Z)")
_LINE: Final = re.compile(rb"([^\n]*+)(?:\n|\Z)")
_ENVELOPE: Final = re.compile(rb">?From |\xef\xbb\xbf\Z")
_FOLD: Final = re.compile(rb"\r*\n[ \t]+")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_MOST_ODD_LINES: Final = 20


@dataclass(slots=True)
class HeaderBlock:
    """Fields in their order (name in lower case, raw value unfolded), where the body begins, and oddities."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    body: int = 0
    notes: list[str] = field(default_factory=list)
    size: int = 0
    odd_lines: int = 0

    def first(self, name: str) -> bytes:
        """The first value of this name, or nothing."""
        for found, value in self.fields:
            if found == name:
                return value
        return b""


def read_headers(raw: bytes, start: int = 0, *, top: bool = False) -> HeaderBlock:
    """The header block at `start`. A mail's own (`top`) may stand behind blank lines and an mbox line."""
    position = _beginning(raw, start) if top else start
    block = HeaderBlock()
    end = len(raw)
    while position < end:
        found = _FIELD.match(raw, position)
        if found:
            position = found.end()
            _add(block, found[1], found[2])
            if block.size > MAX_HEADER_BLOCK or len(block.fields) >= MAX_HEADERS:
                block.notes.append("header_block_truncated")
                position = _end_of_block(raw, position)
                break
            continue
        blank = _BLANK.match(raw, position)
        if blank:
            position = blank.end()
            break
        after = _past_odd_line(raw, position, block)
        if after is None:
            block.notes.append("no_blank_line")
            break
        position = after
    block.body = position
    return block


def _beginning(raw: bytes, start: int) -> int:
    if raw.startswith(_BYTE_ORDER_MARK, start):
        start += len(_BYTE_ORDER_MARK)
    while raw[start : start + 1] in {b"\n", b"\r"}:
        start += 1
    if _ENVELOPE.match(raw, start):
        after = raw.find(b"\n", start)
        return len(raw) if after < 0 else after + 1
    return start


def _add(block: HeaderBlock, name: bytes, value: bytes) -> None:
    written = name.decode("ascii").lower()
    if len(value) > MAX_HEADER:
        value = value[:MAX_HEADER]
        block.notes.append(f"header_truncated:{written[:40]}")
    if b"\n" in value:
        value = _FOLD.sub(b" ", value)
    value = value.strip(b" \t\r\n")
    block.size += len(name) + len(value) + 4
    block.fields.append((written, value))


def _past_odd_line(raw: bytes, position: int, block: HeaderBlock) -> int | None:
    """Where to go on behind a line that is no field; None if the body begins with it.

    A few such lines between fields happen (broken by relays). A line of dashes is a boundary, and what comes
    behind is the next part.
    """
    line = _LINE.match(raw, position)
    if line is None or block.odd_lines >= _MOST_ODD_LINES or line[1].startswith(b"--"):
        return None
    if not block.fields:
        return None
    after = line.end()
    if not (_FIELD.match(raw, after) or raw[after : after + 1] in {b" ", b"\t"} or _ENVELOPE.match(line[1])):
        return None
    if len(line[1]) > MAX_HEADER:
        return None
    while raw[after : after + 1] in {b" ", b"\t"}:  # its continuation
        folded = _LINE.match(raw, after)
        after = folded.end() if folded else len(raw)
    block.odd_lines += 1
    _note_once(block, "odd_header_line")
    return after


def _end_of_block(raw: bytes, position: int) -> int:
    """Where the body begins, of a block that is too long to be read."""
    horizon = position + MAX_HEADER_SEARCH
    ends = [
        at + len(blank)
        for blank in (b"\n\n", b"\n\r\n")
        if (at := raw.find(blank, position - 1, horizon)) >= 0
    ]
    return min(ends) if ends else min(horizon, len(raw))


def _note_once(block: HeaderBlock, note: str) -> None:
    if note not in block.notes:
        block.notes.append(note)
