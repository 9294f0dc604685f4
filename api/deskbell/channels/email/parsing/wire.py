"""How a mail goes to the child and what it says comes back: JSON and bytes, never pickled objects.

The child reads what strangers wrote; whatever it answers can only be data here.
"""

import json
import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from deskbell.channels.email.parsing.parsed import Address, Attachment, Bounce, Headers, Nested, Parsed

# A request: its kind and the mail's length. An answer: the lengths of its JSON and of the files behind it.
REQUEST: Final = struct.Struct("!cI")
ANSWER: Final = struct.Struct("!IQ")
# What the child says first: from here on, its death is a mail's doing.
READY: Final = b"R"
WHOLE: Final = b"P"
HEADERS_ONLY: Final = b"H"


def request(kind: bytes, raw: bytes) -> bytes:
    """The beginning of a request; the mail's bytes follow."""
    return REQUEST.pack(kind, len(raw))


def answer(parsed: Parsed) -> Iterator[bytes]:
    """The pieces of an answer, to be written one after the other."""
    body = json.dumps(_packed(parsed), separators=(",", ":")).encode()
    yield ANSWER.pack(len(body), sum(len(file.content) for file in parsed.attachments)) + body
    for file in parsed.attachments:
        if file.content:
            yield file.content


def unpacked(body: bytes, files: bytes) -> Parsed:
    """The mail of an answer; raises ValueError, TypeError or KeyError for what is none."""
    (headers, text, html, attachments, nested, bounces, notes, unreadable) = json.loads(body)
    found: list[Attachment] = []
    position = 0
    for size, *written in attachments:
        content = files[position : position + size]
        position += size
        name, kind, digest, content_id, disposition, inline = written
        found.append(Attachment(name, kind, content, digest, content_id, disposition, inline=inline))
    return Parsed(
        headers=_headers(headers),
        text=text,
        html=html,
        attachments=tuple(found),
        nested=tuple(
            Nested(_headers(inner), inner_text, inner_html) for inner, inner_text, inner_html in nested
        ),
        bounces=tuple(Bounce(*bounce) for bounce in bounces),
        notes=tuple(notes),
        unreadable=unreadable,
    )


def _packed(parsed: Parsed) -> list[Any]:
    return [
        _packed_headers(parsed.headers),
        parsed.text,
        parsed.html,
        [
            (
                len(file.content),
                file.name,
                file.content_type,
                file.sha256,
                file.content_id,
                file.disposition,
                file.inline,
            )
            for file in parsed.attachments
        ],
        [(_packed_headers(inner.headers), inner.text, inner.html) for inner in parsed.nested],
        [(one.action, one.status, one.recipient, one.message_id, one.diagnostic) for one in parsed.bounces],
        parsed.notes,
        parsed.unreadable,
    ]


def _packed_headers(headers: Headers) -> list[Any]:
    people = (headers.from_, headers.sender, headers.reply_to, headers.to, headers.cc)
    return [
        headers.fields,
        [[(one.name, one.address) for one in several] for several in people],
        headers.subject,
        headers.date.isoformat() if headers.date else None,
        headers.message_id,
        headers.in_reply_to,
        headers.references,
    ]


def _headers(packed: list[Any]) -> Headers:
    fields, people, subject, date, message_id, in_reply_to, references = packed
    from_, sender, reply_to, to, cc = (tuple(Address(*one) for one in several) for several in people)
    return Headers(
        fields=tuple((name, value) for name, value in fields),
        from_=from_,
        sender=sender,
        reply_to=reply_to,
        to=to,
        cc=cc,
        subject=subject,
        date=datetime.fromisoformat(date) if date else None,
        message_id=message_id,
        in_reply_to=tuple(in_reply_to),
        references=tuple(references),
    )
