"""Where in a mail's markup the reply ends: the quote blocks of mail programs, told by their structure.

One pass over the tags, before the markup is sanitized (that would take away the classes that are looked for).
Both halves are then to be sanitized apart.
"""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from deskbell.channels.email.parsing.reply_lines import (
    banner,
    is_attribution,
    label,
    may_end_attribution,
    plain,
)
from deskbell.channels.email.parsing.splitting import MARKER_START

MAX_TAGS: Final = 50_000
_VALUE: Final = r"(?:[^<>\"']|\"[^\"<>]{0,2000}+\"|'[^'<>]{0,2000}+')"
_TAG: Final = re.compile(
    rf"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{{0,20}}+)(?P<attributes>{_VALUE}{{0,2000}}+)>"
)
_ANY_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*+>", re.DOTALL)
_LINE: Final = re.compile(r"<(?:br|p|div|tr|li|blockquote)\b", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    r"<(style|script|title|head)\b[^<>]*+>.*?(?:</\1\b[^<>]*+>|\Z)", re.DOTALL | re.IGNORECASE
)
_VOID: Final = frozenset({"br", "img", "hr", "meta", "link", "input", "area", "base", "col", "wbr"})
# Blocks that hold a quote, if nothing is shown behind them.
_BLOCKS: Final = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|__QUOTED_TEXT__|mail-quote-collapse"
    r"|\bqmbox\b|type\s*=\s*[\"']?cite\b|\bname\s*=\s*[\"']?quote\b",
    re.IGNORECASE,
)
_PREFIX: Final = "moz-cite-prefix"
# Elements behind which all is quoted.
_EDGES: Final = re.compile(
    r"\bid\s*=\s*[\"']?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION"
    r"|mail-editor-reference-message-container)\b",
    re.IGNORECASE,
)
# Outlook's rule, if `From:` stands below.
_RULES: Final = re.compile(
    r"border(?:-top)?\s*:\s*(?:none\s*;\s*border-top\s*:\s*)?solid\s+#?[0-9a-z]+\s+1\.0pt", re.IGNORECASE
)
# What mail programs put a signature in.
_SIGNATURES: Final = re.compile(
    r"\b(?:class|id|data-smartmail)\s*=\s*[\"']?[^\"'<>]{0,200}?\b(?:gmail_signature|moz-signature|x_signature|"
    r"signature|yahoo-signature|protonmail_signature_block|tutanota_signature|AppleMailSignature)\b",
    re.IGNORECASE,
)
_DASHES: Final = "gmail_signature_prefix"
_PEEK: Final = 3_000
# How often the text around a tag is looked at: mails with more quotes are not written by people.
_MAX_PEEKS: Final = 100


def html_fold(html: str, anchors: Sequence[str] = ()) -> int:
    """Where the quote at the end of a mail's markup begins; its length if none does or nothing is before."""
    fold = _Scan(html).fold()
    for anchor in (MARKER_START, *anchors):
        at = html.find(anchor) if anchor else -1
        if 0 <= at < fold:
            fold = _before_line(html, at)
    return fold if _shows(html[:fold]) else len(html)


def html_signature(html: str) -> int:
    """Where the signature at the end of markup begins; its length if none does or nothing is before."""
    end, start, element, depth = _last_visible(html), len(html), "", 0
    dashes: int | None = None
    for number, tag in enumerate(_TAG.finditer(html)):
        if number > MAX_TAGS:
            break
        name = tag["name"].lower()
        if depth and name == element:
            depth += -1 if tag["close"] else 1
            if depth == 0 and tag.end() <= end:  # more is shown behind it
                start = len(html)
        elif _DASHES in tag["attributes"]:
            dashes = tag.start()
        elif not (depth or tag["close"] or name in _VOID) and _SIGNATURES.search(tag["attributes"]):
            start, element, depth = tag.start() if dashes is None else dashes, name, 1
    return start if _shows(html[:start]) else len(html)


class _Scan:
    """The pass over the tags. `start` is where the block begins that may be the quote, while it is open."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.end = _last_visible(html)
        self.peeks = 0
        self.start: int | None = None
        self.prefix: int | None = None
        self.element = ""
        self.depth = 0

    def fold(self) -> int:
        for number, tag in enumerate(_TAG.finditer(self.html)):
            if number > MAX_TAGS:
                break
            fold = self._inside(tag) if self.start is not None else self._outside(tag)
            if fold is not None:
                return fold
        return len(self.html) if self.start is None else self.start

    def _inside(self, tag: re.Match[str]) -> int | None:
        """Counts until the block's end; it is the quote if nothing is shown behind it."""
        if tag["name"].lower() == self.element:
            self.depth += -1 if tag["close"] else 1
        if self.depth > 0:
            return None
        start, self.start, self.prefix = self.start, None, None
        return start if tag.end() > self.end else None

    def _outside(self, tag: re.Match[str]) -> int | None:
        name, attributes = tag["name"].lower(), tag["attributes"]
        if tag["close"]:
            return None
        if self._is_edge(name, attributes, tag.end()):
            return tag.start()
        if _PREFIX in attributes:
            self.prefix = tag.start()
        elif attributes and name not in _VOID and _BLOCKS.search(attributes):
            if self._is_forward(tag.end()):
                return len(self.html)
            self._enter(tag.start() if self.prefix is None else self.prefix, name)
        elif name == "blockquote" and self._is_attributed(tag.start()):
            self._enter(tag.start(), name)
        return None

    def _enter(self, start: int, name: str) -> None:
        self.start, self.element, self.depth = start, name, 1

    def _is_edge(self, name: str, attributes: str, after: int) -> bool:
        if _EDGES.search(attributes):
            return not self._is_forward(after)
        if name == "div" and "border" in attributes and _RULES.search(attributes):
            return label(plain(self._peek(after, after + _PEEK)).split("\n")[0]) == "from"
        return False

    def _is_forward(self, after: int) -> bool:
        return banner(plain(self._peek(after, after + _PEEK).split("\n")[0])) == "forwarded"

    def _is_attributed(self, before: int) -> bool:
        """Whether the text in front of a quote says whose it is."""
        line = plain(self._peek(max(0, before - _PEEK), before)[-300:].split("\n")[-1])
        return may_end_attribution(line) and is_attribution(line)

    def _peek(self, start: int, end: int) -> str:
        self.peeks += 1
        return _visible(self.html[start:end]).strip() if self.peeks <= _MAX_PEEKS else ""


def _visible(html: str) -> str:
    """The text of markup, roughly: a line for each block."""
    broken = _LINE.sub(lambda tag: f"\n{tag[0]}", _UNSEEN.sub(" ", html))
    return unescape(_ANY_TAG.sub("", broken)).replace("\u00a0", " ")


def _shows(html: str) -> bool:
    return bool(_visible(html).strip()) or "<img" in html.lower()


def _last_visible(html: str) -> int:
    """The end of the last text or picture that is shown."""
    end = len(html)
    while end > 0:
        opening = html.rfind("<", 0, end)
        closing = html.find(">", opening, end) if opening >= 0 else -1
        if unescape(html[closing + 1 : end]).replace("\u00a0", " ").strip():
            return end
        if opening < 0 or html[opening : opening + 4].lower() == "<img":
            return max(opening, 0) and end
        end = opening
    return 0


def _before_line(html: str, at: int) -> int:
    """The beginning of the block that a place stands in."""
    opening = max(html.rfind(f"<{name}", 0, at) for name in ("div", "p", "blockquote", "td", "hr", "br"))
    return opening if opening >= 0 and not _visible(html[opening:at]).strip() else at
