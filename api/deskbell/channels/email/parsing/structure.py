"""The parts of a mail, found in one pass over its bytes: no recursion, however deep they lie."""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from deskbell.channels.email.parsing.header_block import HeaderBlock, read_headers
from deskbell.channels.email.parsing.limits import MAX_DELIMITERS, MAX_DEPTH, MAX_PARTS
from deskbell.channels.email.parsing.parameters import with_parameters
from deskbell.channels.email.parsing.words import header_text

_LONGEST_BOUNDARY: Final = 250
_TYPE: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9a-z]+/[!#$%&'*+\-.^_`|~0-9a-z]+")
MAIL: Final = "message/rfc822"


@dataclass(slots=True)
class Part:
    """A part that holds no parts: its headers, its type, and where its content stands in the raw bytes.

    `group` is the number of the multipart/alternative that it belongs to (0: none).
    """

    block: HeaderBlock
    content_type: str
    parameters: dict[str, str]
    start: int
    end: int
    group: int = 0


@dataclass(slots=True)
class _Level:
    """A multipart that is open."""

    boundary: bytes
    content_type: str
    part: Part
    group: int
    entered: bool = False


class _Delimiter(NamedTuple):
    start: int  # of the line break before it
    end: int
    level: int
    closing: bool


@dataclass(slots=True)
class Structure:
    """The parts in their order, and what was odd about them."""

    top: HeaderBlock
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_structure(raw: bytes, start: int = 0) -> Structure:
    """The parts of the mail that begins at `start` and ends with the bytes."""
    top = read_headers(raw, start, top=True)
    structure = Structure(top, notes=list(top.notes))
    _Walk(raw, structure).run()
    return structure


def type_of(block: HeaderBlock, default: str) -> tuple[str, dict[str, str]]:
    """The content type that a header block declares, and its parameters."""
    written = block.first("content-type")
    if not written:
        return default, {}
    value, parameters = with_parameters(header_text(written))
    if _TYPE.fullmatch(value):
        return value, parameters
    if value in {"text", "plain", "html", "multipart"} or not value:
        return {"html": "text/html", "multipart": "multipart/mixed"}.get(value, "text/plain"), parameters
    return "application/octet-stream", parameters


class _Walk:
    """`levels` holds the multiparts that are open, `waiting` the part whose end is not yet found."""

    def __init__(self, raw: bytes, structure: Structure) -> None:
        self.raw = raw
        self.structure = structure
        self.levels: list[_Level] = []
        self.waiting: Part | None = None
        self.opened = 0
        self.seen = 0
        self.groups = 0

    def run(self) -> None:
        position = self._open(self.structure.top, "text/plain")
        while self.levels:
            found = self._next(position)
            end = len(self.raw) if found is None else found.start
            self._close_part(end)
            keep = 0
            if found is not None:
                self.levels[found.level].entered = True
                keep = found.level if found.closing else found.level + 1
            while len(self.levels) > keep:
                self._close_level(end)
            if found is None:
                break
            if self.opened > MAX_PARTS:
                self._note("parts_left_out")
                break
            position = found.end - 1 if found.closing else self._begin(found)
        self._close_part(len(self.raw))

    def _begin(self, delimiter: _Delimiter) -> int:
        level = self.levels[delimiter.level]
        block = read_headers(self.raw, delimiter.end)
        self.structure.notes += (note for note in block.notes if note not in self.structure.notes)
        return self._open(block, MAIL if level.content_type == "multipart/digest" else "text/plain")

    def _open(self, block: HeaderBlock, default: str) -> int:
        """Begins a part; where to look for the next boundary, with the line break before the body."""
        self.opened += 1
        content_type, parameters = type_of(block, default)
        group = self.levels[-1].group if self.levels else 0
        part = Part(block, content_type, parameters, block.body, block.body, group)
        boundary = parameters.get("boundary", "").rstrip().encode("utf-8", "replace")[:_LONGEST_BOUNDARY]
        if not content_type.startswith("multipart/") or not boundary:
            self.waiting = part
        elif len(self.levels) >= MAX_DEPTH:
            self._note("too_deep")
            self.waiting = part
        else:
            if content_type == "multipart/alternative":
                self.groups += 1
                group = self.groups
            self.levels.append(_Level(boundary, content_type, part, group))
        return block.body - 1

    def _next(self, position: int) -> _Delimiter | None:
        """The next line that is a boundary of an open multipart, the innermost first."""
        raw = self.raw
        open_levels = {level.boundary: number for number, level in enumerate(self.levels)}
        while (at := self._dashes(position)) is not None:
            self.seen += 1
            if self.seen > MAX_DELIMITERS:
                self._note("delimiters_left_out")
                return None
            begin = at + 1
            stop = raw.find(b"\n", begin, begin + _LONGEST_BOUNDARY + 10)
            after = stop + 1 if stop >= 0 else len(raw)
            line = raw[begin + 2 : begin + _LONGEST_BOUNDARY + 10 if stop < 0 else stop].rstrip(b" \t\r")
            level = open_levels.get(line)
            closing = level is None and line.endswith(b"--")
            if closing:
                level = open_levels.get(line[:-2].rstrip(b" \t"))
            if level is not None:
                end = at - 1 if at > 0 and raw[at - 1 : at] == b"\r" else at
                return _Delimiter(end, after, level, closing)
            position = begin
        return None

    def _dashes(self, position: int) -> int | None:
        """The line break before the next line that begins with two dashes; -1 at the mail's beginning."""
        if position < 0:
            if self.raw.startswith(b"--"):
                return -1
            position = 0
        found = self.raw.find(b"\n--", position)
        return found if found >= 0 else None

    def _close_part(self, end: int) -> None:
        if self.waiting is not None:
            self.waiting.end = max(self.waiting.start, end)
            self.structure.parts.append(self.waiting)
            self.waiting = None

    def _close_level(self, end: int) -> None:
        """A multipart whose boundary never came is text."""
        level = self.levels.pop()
        if not level.entered:
            self._note("boundary_missing")
            level.part.end = max(level.part.start, end)
            self.structure.parts.append(level.part)

    def _note(self, note: str) -> None:
        if note not in self.structure.notes:
            self.structure.notes.append(note)
