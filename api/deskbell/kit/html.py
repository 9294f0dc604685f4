"""The one sanitizer of people's markup, and what else is done with markup: text, preview, signed pictures.

Sanitizing is the last thing that happens to markup before it is stored. What comes after, on reading, is
the exchange of one exact attribute value for another (`with_signed_files`), which can't undo it.
"""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final
from uuid import UUID

import nh3

from deskbell.kit.html_balance import balanced
from deskbell.kit.html_text import text_of

FILE_PATH: Final = "/v1/files/"
MAX_PASSES: Final = 6

_ALIGN = {"align": {"left", "right", "center", "justify"}}
_DIRECTION = {"dir": {"ltr", "rtl", "auto"}}
_BLOCK = _ALIGN | _DIRECTION
_ATTRIBUTE_VALUES: Final[dict[str, dict[str, set[str]]]] = {
    **dict.fromkeys(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"), _BLOCK),
    **dict.fromkeys(("ul", "ol", "li", "blockquote", "pre", "table", "span"), _DIRECTION),
}
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": set(),  # or nh3 would have its own
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_ALLOWED = """
    p br div span hr a img blockquote pre code ul ol li dl dt dd b strong i em u s del ins sub sup small mark
    h1 h2 h3 h4 h5 h6 table caption thead tbody tfoot tr td th
"""
# Gone with all that is inside: it isn't text for people.
_HIDDEN = """
    script style title template noscript iframe object embed applet svg math xmp noembed noframes audio video
    canvas select datalist
"""
TAGS: Final = frozenset(_ALLOWED.split())
HIDDEN_TAGS: Final = frozenset(_HIDDEN.split())
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x20]", re.IGNORECASE)
_UUID: Final = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_FILE = re.compile(
    r"(?:https?:)?(?://[^/?#\\]*)?" + FILE_PATH + _UUID + r"(?:[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]{1,4}")
_NUMBERS: Final = {"width", "height", "colspan", "rowspan", "start"}
_IGNORED_IN_URLS = re.compile(r"[\t\n\r]")
# As nh3 writes them: values in double quotes, where a quote is `&quot;`.
_PICTURE = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_STORED_SOURCE = re.compile(r'(<img(?: [a-z]+="[^"]*")*? src=")' + FILE_PATH + _UUID + r'(?=")')
_AUTOLINK = re.compile(r"\bhttps?://[^\s<>\"\x00-\x1f]+", re.IGNORECASE)
_TRAILING: Final = ".,;:!?'*_~"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class CleanHtml:
    """Markup that is safe to show, its text, and the files that it shows as pictures."""

    html: str
    text: str
    inline_files: frozenset[UUID]


def clean(html: str, own_files: AbstractSet[UUID] = frozenset()) -> CleanHtml:
    """Sanitize markup. Of pictures, those of `own_files` stay, their address stored as `/v1/files/<id>`.

    Cleaning what was cleaned changes nothing: it runs until nothing changes, and markup that the parser never
    settles on becomes its text.
    """
    cleaner = _cleaner(frozenset(own_files))
    before = balanced(html.encode("utf-8", "replace").decode().replace("\0", ""))
    for _ in range(MAX_PASSES):
        after = _PICTURE.sub(_only_with_source, cleaner.clean(before))
        if after == before:
            break
        before = after
    else:
        return clean(from_text(text_of(before)))
    shown = frozenset(UUID(found[2]) for found in _STORED_SOURCE.finditer(after))
    return CleanHtml(after, text_of(after), shown)


def from_text(text: str) -> str:
    """Markup for plain text: paragraphs at empty lines, line breaks, and links where addresses stand."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not lines.strip():
        return ""
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)+", lines)
    return "".join(f"<p>{_linked(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def preview(text: str, length: int = 140) -> str:
    """The beginning of a text on one line, cut at a word where possible."""
    line = " ".join(text[: length * 8].split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, space, _ = cut.rpartition(" ")
    return f"{(head if space and len(head) > length // 2 else cut).rstrip()}…"


def with_signed_files(html: str, url_for: Callable[[UUID], str | None]) -> str:
    """Exchange the stored addresses of pictures in clean markup for those of `url_for` (None: as it is)."""

    def exchange(found: re.Match[str]) -> str:
        url = url_for(UUID(found[2]))
        return found[0] if url is None else found[1] + escape(url)

    return _STORED_SOURCE.sub(exchange, html)


@lru_cache(maxsize=8)  # most markup shows no file: one cleaner does for all of it
def _cleaner(own_files: frozenset[UUID]) -> nh3.Cleaner:
    def attribute(tag: str, name: str, value: str) -> str | None:
        return _attribute(tag, name, value, own_files)

    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=HIDDEN_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_ATTRIBUTE_VALUES,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        generic_attribute_prefixes=set(),
        attribute_filter=attribute,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="pass_through",  # for pictures; `_attribute` refuses relative links
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str, own_files: AbstractSet[UUID]) -> str | None:
    """The value to keep; None drops the attribute."""
    if name in {"href", "src"}:
        url = _IGNORED_IN_URLS.sub("", value).strip("".join(map(chr, range(33))))
        if tag == "a":
            return url if _LINK.match(url) else None
        found = _FILE.fullmatch(url)
        file = UUID(found[1]) if found else None
        return f"{FILE_PATH}{file}" if file in own_files else None
    if name in _NUMBERS:
        return value if _NUMBER.fullmatch(value) else None
    return value


def _only_with_source(picture: re.Match[str]) -> str:
    return picture[0] if _STORED_SOURCE.match(picture[0]) else ""


def _linked(text: str) -> str:
    out, done = [], 0
    for found in _AUTOLINK.finditer(text):
        url = _without_punctuation(found[0])
        out += [escape(text[done : found.start()]), f'<a href="{escape(url)}">{escape(url)}</a>']
        done = found.start() + len(url)
    return "".join([*out, escape(text[done:])])


def _without_punctuation(url: str) -> str:
    """Leave out what ends the sentence and not the address, also a bracket that wasn't opened in it."""
    surplus = {close: url.count(close) - url.count(opening) for close, opening in _BRACKETS.items()}
    end = len(url)
    while end and (url[end - 1] in _TRAILING or surplus.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]
