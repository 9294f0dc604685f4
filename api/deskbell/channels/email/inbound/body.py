"""What of a mail is shown as its message. A body beyond any person's reading is cut, and attached whole.

Sanitizing takes 12 microseconds for each tag or line: the limits keep the longest below a second.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote
from uuid import UUID

from deskbell.channels.email.parsing import Parsed, html_fold, html_signature, split_reply
from deskbell.kit.html import clean
from deskbell.kit.storable import storable

MAX_TEXT: Final = 100_000
MAX_LINES: Final = 10_000
MAX_HTML: Final = 500_000
MAX_TAGS: Final = 40_000
NO_TEXT: Final = "(This mail has no text.)"
UNREADABLE: Final = "This mail could not be read. It is kept as it came: see the list of received mail."
_CONTENT_ID: Final = re.compile(r"cid:([^\"'<>\s)]{1,500})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """Markup, or else text; `whole` is a file's name and content where that is only its beginning.

    `reply` is the same without quotes and signature, where there are any.
    """

    html: str | None
    text: str | None
    whole: tuple[str, bytes] | None = None
    reply: str | None = None


def body_of(parsed: Parsed) -> Body:
    """The body as it came, pictures still named by `cid:`."""
    if parsed.unreadable:
        return Body(None, UNREADABLE)
    if parsed.html.strip():
        html = storable(parsed.html)
        cut = _cut(html, MAX_HTML, "<", MAX_TAGS)
        if parsed.attachments or clean(cut).text.strip():
            return Body(cut, None, _whole("message.html", html, cut), _of_markup(cut))
    text = storable(parsed.text)
    cut = _cut(text, MAX_TEXT, "\n", MAX_LINES)
    said = cut if parsed.attachments or cut.strip() else NO_TEXT
    return Body(None, said, _whole("message.txt", text, cut), _of_text(said))


def with_files(html: str, shown: Mapping[str, UUID]) -> str:
    """The markup with the addresses of stored pictures, by their Content-ID in small, instead of `cid:`."""

    def exchange(found: re.Match[str]) -> str:
        file_id = shown.get(unquote(found[1]).lower())
        return found[0] if file_id is None else f"/v1/files/{file_id}"

    return _CONTENT_ID.sub(exchange, html) if shown else html


def _of_markup(html: str) -> str | None:
    """What stands before the quote at the end, and before the signature."""
    before = html[: html_fold(html)]
    own = before[: html_signature(before)]
    return own if len(own) < len(html) else None


def _of_text(text: str) -> str | None:
    own = split_reply(text).reply
    return own if own and len(own) < len(text.strip()) else None


def _cut(content: str, longest: int, mark: str, most: int) -> str:
    """Its beginning: at most so many characters, and so many of the mark."""
    beginning = content[:longest]
    if beginning.count(mark) <= most:
        return beginning
    return mark.join(beginning.split(mark, most)[:most])


def _whole(name: str, content: str, cut: str) -> tuple[str, bytes] | None:
    return None if len(cut) == len(content) else (name, content.encode("utf-8", "replace"))
