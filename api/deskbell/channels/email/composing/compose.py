"""From a letter to the bytes of a mail, the same at each call: parts, headers, signature."""

import re
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from deskbell.channels.email.composing.dkim_keys import DkimKey, signed
from deskbell.channels.email.composing.header_lines import (
    Folded,
    address_line,
    new_message,
    text_line,
    words_line,
)
from deskbell.channels.email.composing.letter import Attachment, Letter, Nature, is_message_id, message_ids
from deskbell.kit.filenames import content_disposition

MAX_REFERENCES: Final = 20

_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")
_NESTING: Final = ("multipart/", "message/")
_UNTYPED: Final = "application/octet-stream"


def compose(letter: Letter, key: DkimKey | None = None) -> bytes:
    """Compose a mail, signed for its sender's domain where a key is given. Again gives the same bytes."""
    message = new_message()
    for name, value in _headers(letter).items():
        message[name] = value
    _fill(message, letter)
    _fix_boundaries(message, letter.message_id)
    raw = message.as_bytes()
    return raw if key is None else signed(raw, key, letter.sender.address.rpartition("@")[2], letter.date)


def _headers(letter: Letter) -> dict[str, Folded]:
    references = message_ids(letter.references)
    if len(references) > MAX_REFERENCES:
        references = [references[0], *references[1 - MAX_REFERENCES :]]
    found = {
        "Date": Folded(format_datetime(letter.date)),
        "From": address_line([letter.sender]),
        "Reply-To": address_line([letter.reply_to] if letter.reply_to else []),
        "To": address_line(letter.to),
        "Cc": address_line(letter.cc),
        "Subject": text_line("Subject", letter.subject),
        "Message-ID": Folded(letter.message_id),
        "In-Reply-To": Folded(letter.in_reply_to if is_message_id(letter.in_reply_to) else ""),
        "References": words_line(references),
        **_of_robots(letter),
    }
    return {name: value for name, value in found.items() if value}


def _of_robots(letter: Letter) -> dict[str, Folded]:
    """What tells robots not to answer (RFC 3834, and what was in use before), and people how to end it."""
    if letter.nature is Nature.personal:
        return {}
    replied = letter.nature is Nature.receipt
    found = {
        "Auto-Submitted": Folded("auto-replied" if replied else "auto-generated"),
        "X-Auto-Response-Suppress": Folded("All"),
    }
    if letter.nature is not Nature.notice:
        found["Precedence"] = Folded("bulk")
    if letter.unsubscribe_url:
        found["List-Unsubscribe"] = Folded(f"<{letter.unsubscribe_url}>")
        found["List-Unsubscribe-Post"] = Folded("List-Unsubscribe=One-Click")
    return found


def _fill(message: EmailMessage, letter: Letter) -> None:
    """Text and markup as alternatives, pictures with the markup, files beside all of it."""
    message.set_content(_encodable(letter.text), cte="quoted-printable")
    if letter.html:
        message.add_alternative(_encodable(letter.html), subtype="html", cte="quoted-printable")
    pictures = [
        each for each in letter.attachments if letter.html and f"cid:{each.content_id}" in letter.html
    ]
    shown = [each for each in pictures if each.content_id and is_message_id(f"<{each.content_id}>")]
    for attachment in shown:
        _add(list(message.iter_parts())[1], attachment, shown=True)
    for attachment in letter.attachments:
        if attachment not in shown:
            _add(message, attachment, shown=False)


def _add(message: MIMEPart, attachment: Attachment, *, shown: bool) -> None:
    declared = attachment.content_type.partition(";")[0].strip().lower()
    fits = _TYPE.fullmatch(declared) and not declared.startswith(_NESTING)
    kind, _, detail = (declared if fits else _UNTYPED).partition("/")
    add = message.add_related if shown else message.add_attachment
    add(attachment.content, maintype=kind, subtype=detail, cte="base64")
    part = list(message.iter_parts())[-1] if shown else list(message.iter_attachments())[-1]
    del part["Content-Disposition"]
    kind, _, names = content_disposition(attachment.name, inline=shown).partition("; ")
    name = names[names.find("filename*=") :] if "filename*=" in names else names  # one: readers differ on two
    part["Content-Disposition"] = Folded(f"{kind};\r\n {name}")
    if shown:
        part["Content-ID"] = Folded(f"<{attachment.content_id}>")


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries of the Message-ID's making; they hold a `=`, which encoded text never has there."""
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{sha256(f'{seed}{number}'.encode()).hexdigest()[:40]}")


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
