"""Where in a mail's text the reply ends: quotes and signatures, to be folded on screen, never thrown away.

Lines are looked at one by one and tested for plain words, so that no mail takes longer than its length. Where
it is unsure, it folds nothing: a reply that is hidden costs more than a quote that is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deskbell.channels.email.parsing.reply_lines import (
    banner,
    begins_attribution,
    is_attribution,
    is_rule,
    is_sent_from,
    is_signature_mark,
    is_sure,
    label,
    may_end_attribution,
    plain,
)

# Stands as a line of its own above the history in mails of ours, in any language: `##- … -##`.
MARKER_START: Final = "##-"
MARKER_END: Final = "-##"
MAX_LINES: Final = 5_000
_LONGEST_LINE: Final = 300
_LONGEST_ATTRIBUTION: Final = 400
_FEW_LINES: Final = 4
_HEADER_LINES: Final = 8
_KINDS_OF_HEADERS: Final = 3
_SIGNATURE_LINES: Final = 15


@dataclass(frozen=True, slots=True)
class Split:
    """A text and its folds: `folds` are ranges of quotes, in order; `signature` is where a signature begins.

    `fold` is where the last quote begins if nothing but it follows, else the text's length.
    """

    text: str
    folds: tuple[tuple[int, int], ...]
    signature: int

    @property
    def fold(self) -> int:
        """Where the quote at the end begins."""
        return _fold(self.text, self.folds)

    @property
    def reply(self) -> str:
        """What is left to read: the text without quotes and signature."""
        out, done = [], 0
        for start, end in (*self.folds, (len(self.text), 0)):
            out.append(self.text[done : max(done, min(start, self.signature))])
            done = end
        return "".join(out).strip()

    @property
    def quote(self) -> str:
        """What was quoted."""
        return "".join(self.text[start:end] for start, end in self.folds)

    @property
    def signed(self) -> str:
        """The signature."""
        return self.text[self.signature : max(self.signature, self.fold)].strip()


def split_reply(text: str, anchors: Sequence[str] = ()) -> Split:
    """Find quotes and signature. `anchors` are words that only our mails hold: their ids and addresses."""
    lines = _Lines(text, anchors)
    folds = tuple(lines.folds())
    shown, done = "", 0
    for start, end in folds:
        shown, done = shown or text[done:start].strip(), end
    if folds and not shown and not text[done:].strip():
        return Split(text, (), len(text))
    return Split(text, folds, lines.signature(_fold(text, folds)))


def _fold(text: str, folds: tuple[tuple[int, int], ...]) -> int:
    return folds[-1][0] if folds and not text[folds[-1][1] :].strip() else len(text)


class _Lines:
    """The lines of a text, as they are tested, and where each begins."""

    def __init__(self, text: str, anchors: Sequence[str]) -> None:
        self.text = text
        self.anchors = tuple(anchor for anchor in anchors if anchor)
        self.starts: list[int] = []
        self.lines: list[str] = []
        position = 0
        while position < len(text) and len(self.lines) < MAX_LINES:
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            self.starts.append(position)
            self.lines.append(plain(text[position : min(end, position + _LONGEST_LINE)]))
            position = end + 1
        self.starts.append(min(position, len(text)))
        self.whole = position >= len(text)

    def folds(self) -> list[tuple[int, int]]:
        """The ranges to fold."""
        runs: list[tuple[int, int]] = []  # of quoted lines, each with the line that says whose they are
        number = 0
        while number < len(self.lines):
            if self.lines[number].startswith(">"):
                end = self._end_of_run(number)
                runs.append((self._attributed(number), end))
                number = end
                continue
            kind = self._begins(number) if self.lines[number] else ""
            if kind == "forward":
                break
            if kind:
                rest = self.starts[self._lifted(number)]
                above = self._of_runs(runs) if len(runs) == 1 else []
                return [*(fold for fold in above if fold[1] <= rest), (rest, len(self.text))]
            number += 1
        return self._of_runs(runs)

    def signature(self, end: int) -> int:
        """Where the signature before `end` begins; the text's length if there is none."""
        last = next((number for number, start in enumerate(self.starts) if start >= end), len(self.lines))
        filled = [number for number in range(min(last, len(self.lines))) if self.lines[number]]
        found = len(self.text)
        for seen, number in enumerate(reversed(filled[-_SIGNATURE_LINES:])):
            if is_signature_mark(self.lines[number]):
                found = self.starts[number]
                break
            if seen < _FEW_LINES and is_sent_from(self.lines[number]):
                found = self.starts[number]
        return found if self.text[:found].strip() else len(self.text)

    def _begins(self, number: int) -> str:
        """What begins with a line that is not quoted: `forward`, or `rest` where all below is a quote."""
        line = self.lines[number]
        if (MARKER_START in line and MARKER_END in line) or any(anchor in line for anchor in self.anchors):
            return "rest"
        written = banner(line)
        if written == "forwarded":
            return "forward"
        if written or self._is_header_block(number) or self._is_sure_attribution(number):
            return "rest"
        return ""

    def _is_header_block(self, number: int) -> bool:
        """`From:` with two more of date, recipient and subject right below, in any of our languages."""
        if label(self.lines[number]) != "from":
            return False
        kinds = {"from"}
        for line in self.lines[number + 1 : number + _HEADER_LINES]:
            kind = label(line)
            if kind:
                kinds.add(kind)
            elif not line and len(kinds) > 1:
                break
        return len(kinds) >= _KINDS_OF_HEADERS

    def _is_sure_attribution(self, number: int) -> bool:
        """One behind which everything is a quote, though it is not marked as such."""
        start = self._attribution_start(number)
        if start is None:
            return False
        following = next((line for line in self.lines[number + 1 : number + _FEW_LINES] if line), "")
        if following.startswith(">"):
            return False  # the quote itself is marked, and may end before the mail does
        return is_sure(" ".join(self.lines[start : number + 1]))

    def _attribution_start(self, number: int) -> int | None:
        """The line with which an attribution begins that ends at `number`; None if there is none."""
        if not may_end_attribution(self.lines[number]):
            return None
        found = None
        for first in range(number, max(-1, number - _FEW_LINES), -1):
            if not self.lines[first] or self.lines[first].startswith(">"):
                break
            words = " ".join(self.lines[first : number + 1])
            if len(words) > _LONGEST_ATTRIBUTION:
                break
            if is_attribution(words):
                if begins_attribution(words):
                    return first
                found = first if found is None else found
        return found

    def _attributed(self, number: int) -> int:
        """The first line of a quote, the words that say whose it is included."""
        above = self._filled_above(number)
        start = None if above is None else self._attribution_start(above)
        return number if start is None else start

    def _filled_above(self, number: int) -> int | None:
        """The next line above that is not empty, if it is near."""
        near = range(number - 1, max(-1, number - 1 - _FEW_LINES), -1)
        return next((above for above in near if self.lines[above]), None)

    def _end_of_run(self, number: int) -> int:
        """The line behind a run of quoted lines; empty lines between them belong to it."""
        end = number
        while number < len(self.lines) and (not self.lines[number] or self.lines[number].startswith(">")):
            number += 1
            if self.lines[number - 1]:
                end = number
        return end

    def _lifted(self, number: int) -> int:
        """Where the fold begins: an attribution above, or a rule, belongs to it."""
        start = self._attribution_start(number)
        if start is not None:
            return start
        above = self._filled_above(number)
        if above is None:
            return number
        if is_rule(self.lines[above]):
            return above
        start = self._attribution_start(above)
        return number if start is None else start

    def _of_runs(self, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Of quoted runs: the one at the end, or an only one above; answers between keep theirs."""
        if not runs:
            return []
        first, end = runs[-1]
        behind = [line for line in self.lines[end:] if line]
        if self.whole and (not behind or self._is_footer(behind)):
            return [(self.starts[first], len(self.text))]
        first, end = runs[0]
        if len(runs) == 1 and not any(self.lines[:first]):
            return [(self.starts[first], self.starts[end])]
        return []

    @staticmethod
    def _is_footer(lines: list[str]) -> bool:
        """A signature or a list's footer behind the quote."""
        return len(lines) <= _SIGNATURE_LINES and (is_signature_mark(lines[0]) or is_rule(lines[0]))
