"""Reads one mail: bodies, files, messages inside. Whatever happens, it answers."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Final
from urllib.parse import unquote

from deskbell.channels.email.parsing.bounces import bounces_of
from deskbell.channels.email.parsing.charsets import decode
from deskbell.channels.email.parsing.flowed import unflowed
from deskbell.channels.email.parsing.header_block import HeaderBlock, read_headers
from deskbell.channels.email.parsing.headers import headers_of, oddities
from deskbell.channels.email.parsing.limits import MAX_MAIL, MAX_NAME, MAX_NESTED, MAX_NESTED_LEVELS, MAX_TEXT
from deskbell.channels.email.parsing.parameters import file_name, with_parameters
from deskbell.channels.email.parsing.parsed import Attachment, Headers, Nested, Parsed
from deskbell.channels.email.parsing.structure import MAIL, Part, read_structure
from deskbell.channels.email.parsing.transfer import transfer_decoded
from deskbell.channels.email.parsing.words import header_text

_BODIES: Final = frozenset({"text/plain", "text/html"})
_MAILS: Final = frozenset({MAIL, "message/global", "text/rfc822-headers", "message/rfc822-headers"})
_SHOWN: Final = re.compile(r"""\bcid:([^"'\s<>)]{1,500})""", re.IGNORECASE)
_META_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})""", re.IGNORECASE
)
_META_HORIZON: Final = 2_000


class OutOfTime(Exception):
    """Raised into a parse from outside, by whoever limits its time."""


@dataclass(slots=True)
class _Body:
    text: str
    markup: bool
    group: int


@dataclass(slots=True)
class _Found:
    """What one message holds."""

    headers: Headers
    bodies: list[_Body] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def parse(raw: bytes) -> Parsed:
    """Read a mail, within the limits of `limits`; never raises.

    Where a mail can't be read, the answer holds its headers and the reason, and all its bytes are still with
    the caller.
    """
    if len(raw) > MAX_MAIL:
        return headers_only(raw, "too_large")
    try:
        return _Reading(raw).run()
    except MemoryError:
        return headers_only(raw, "memory")
    except OutOfTime:
        return headers_only(raw, "time")
    except Exception as error:  # noqa: BLE001 - a mail that finds a mistake of ours is kept and shown, not lost
        return headers_only(raw, f"error:{type(error).__name__}")


def headers_only(raw: bytes, reason: str) -> Parsed:
    """What is left to say about a mail that can't be read: its headers, if they can."""
    try:
        return Parsed(headers_of(read_headers(raw, top=True)), unreadable=reason)
    except Exception:  # noqa: BLE001 - the last resort can't have one
        return Parsed(Headers(), unreadable=reason)


class _Reading:
    """One mail and what it holds; messages inside wait in a list, so that depth costs no stack."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.room = MAX_TEXT
        self.notes: list[str] = []
        self.waiting: list[tuple[bytes, int]] = []

    def run(self) -> Parsed:
        found = self._message(self.raw, 0)
        nested: list[Nested] = []
        while self.waiting:
            content, level = self.waiting.pop(0)
            inner = self._message(content, level)
            nested.append(Nested(inner.headers, _text(inner.bodies), _markup(inner.bodies)))
        text, html = _text(found.bodies), _markup(found.bodies)
        for note in oddities(found.headers):
            self._note(note)
        return Parsed(
            headers=found.headers,
            text=text,
            html=html,
            attachments=_with_inline(found.attachments, html),
            nested=tuple(nested),
            bounces=bounces_of(found.headers, text, found.attachments, nested),
            notes=tuple(self.notes),
        )

    def _message(self, raw: bytes, level: int) -> _Found:
        structure = read_structure(raw)
        for note in structure.notes:
            self._note(note)
        found = _Found(headers_of(structure.top))
        for part in structure.parts:
            self._part(raw, part, level, found)
        return found

    def _part(self, raw: bytes, part: Part, level: int, found: _Found) -> None:
        disposition, parameters = with_parameters(header_text(part.block.first("content-disposition")))
        name = file_name(parameters.get("filename"), part.parameters.get("name"))
        kind = part.content_type
        if kind.startswith("multipart/"):  # its boundary never came
            kind = "text/plain"
        is_body = kind in _BODIES and disposition != "attachment" and not (name and found.bodies)
        if level and not is_body and kind not in _MAILS:
            return  # files of messages inside stay there
        encoding = header_text(part.block.first("content-transfer-encoding"))
        content = transfer_decoded(raw[part.start : part.end], encoding)
        if is_body and self._body(content, part, kind == "text/html", found):
            return
        if kind in _MAILS:
            self._nest(content, level)
        if not level:
            found.attachments.append(_attachment(content, kind, name, disposition, part.block))

    def _body(self, content: bytes, part: Part, markup: bool, found: _Found) -> bool:  # noqa: FBT001 - two kinds
        """Takes a body; what there is no room for is not taken, but for its beginning."""
        fits = len(content) <= self.room
        if not fits:
            self._note("text_truncated")
            content = content[: self.room]
        if not fits and not content:
            return False
        self.room -= len(content)
        charset = part.parameters.get("charset", "")
        if markup and not charset:
            meta = _META_CHARSET.search(content, 0, _META_HORIZON)
            charset = meta[1].decode("ascii") if meta else ""
        text, as_declared = decode(content, charset)
        if not as_declared:
            self._note("charset")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not markup and part.parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        found.bodies.append(_Body(text, markup, part.group))
        return fits

    def _nest(self, content: bytes, level: int) -> None:
        if level >= MAX_NESTED_LEVELS or len(self.waiting) >= MAX_NESTED:
            self._note("nested_left_out")
        else:
            self.waiting.append((content, level + 1))

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _attachment(content: bytes, kind: str, name: str, disposition: str, block: HeaderBlock) -> Attachment:
    content_id = header_text(block.first("content-id")).strip().strip("<>")[:MAX_NAME]
    return Attachment(name, kind, content, sha256(content).hexdigest(), content_id, disposition)


def _with_inline(attachments: list[Attachment], html: str) -> tuple[Attachment, ...]:
    """The attachments, those marked that the markup shows."""
    if not any(file.content_id for file in attachments):
        return tuple(attachments)
    shown = {unquote(found).lower() for found in _SHOWN.findall(html)}
    return tuple(
        Attachment(
            file.name,
            file.content_type,
            file.content,
            file.sha256,
            file.content_id,
            file.disposition,
            inline=file.content_id.lower() in shown,
        )
        for file in attachments
    )


def _text(bodies: list[_Body]) -> str:
    """What was sent as text."""
    return "\n".join(body.text for body in bodies if not body.markup)


def _markup(bodies: list[_Body]) -> str:
    """The whole body as markup, if any of it is; a text is left out only where markup says the same."""
    if not any(body.markup for body in bodies):
        return ""
    said = {body.group for body in bodies if body.markup and body.group}
    out: list[str] = []
    for body in bodies:
        if body.markup:
            out.append(body.text)
        elif body.group not in said and body.text.strip():
            out.append(f"<div>{escape(body.text.strip()).replace(chr(10), '<br>')}</div>")
    return "\n".join(out)
