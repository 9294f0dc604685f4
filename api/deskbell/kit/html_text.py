"""The text of sanitized markup, with line breaks where a reader would see them."""

import re
from html import unescape
from typing import Final

_PARAGRAPHS: Final = frozenset(
    {"p", "blockquote", "pre", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
_LINES: Final = frozenset({"div", "li", "tr", "dt", "dd", "caption"})
_CELLS: Final = frozenset({"td", "th"})
# What the sanitizer writes: every tag is closed, every value of an attribute stands between two marks.
_TOKEN = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|([^<]+|<)""")
_ALT = re.compile(r"""\salt="([^"]*)\"""")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_MANY_LINES = re.compile(r"\n{3,}")


class _TextReader:
    """Collects text; breaks are written only once text follows, so that there are none at the ends."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.breaks = 0
        self.space = False
        self.preformatted = 0

    def read(self, html: str) -> None:
        for end, tag, attributes, words in _TOKEN.findall(html):
            if words:
                self._words(unescape(words) if "&" in words else words)
            elif end:
                self._end(tag)
            else:
                self._start(tag, attributes)

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self.breaks += 1
            self.space = False
        elif tag == "pre":
            self.preformatted += 1
        self._edge(tag)
        if tag == "li":
            self._write("- ")
        elif tag == "img":
            alt = _ALT.search(attributes)
            self._write(unescape(alt[1]) if alt else "")

    def _end(self, tag: str) -> None:
        if tag == "pre" and self.preformatted:
            self.preformatted -= 1
        if tag in _CELLS:
            self.space = True
        self._edge(tag)

    def _words(self, data: str) -> None:
        if self.preformatted:
            self._write(data)
            return
        text = _SPACE.sub(" ", data)
        self.space = self.space or text.startswith(" ")
        self._write(text.strip(" "))
        self.space = self.space or (text.endswith(" ") and bool(text.strip(" ")))

    def text(self) -> str:
        lines = (line.rstrip(" \t") for line in "".join(self.parts).split("\n"))
        return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")

    def _edge(self, tag: str) -> None:
        wanted = 2 if tag in _PARAGRAPHS else 1 if tag in _LINES else 0
        if wanted:
            self.breaks = max(self.breaks, wanted)
            self.space = False

    def _write(self, text: str) -> None:
        if not text:
            return
        if self.breaks and self.parts:
            self.parts.append("\n" * self.breaks)
        elif self.space and self.parts:
            self.parts.append(" ")
        self.breaks, self.space = 0, False
        self.parts.append(text)


def text_of(html: str) -> str:
    """The text of sanitized markup: paragraphs apart, list items with a dash, no markup."""
    reader = _TextReader()
    reader.read(html)
    return reader.text()
