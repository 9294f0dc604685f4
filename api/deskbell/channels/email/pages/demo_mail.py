"""A mail of the demonstration as its reader's program would show and answer it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, default
from email.utils import format_datetime, make_msgid
from typing import Final
from urllib.parse import unquote

from deskbell.channels.email.outbox.demo.reading import DemoMailRead
from deskbell.kit.html import from_text
from deskbell.kit.html_mail import clean_mail

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MOST_QUOTED: Final = 20_000
_CID: Final = re.compile(r'(<img[^>]* src=")cid:([^"]+)(?=")')


def shown_html(mail: DemoMailRead, raw: bytes) -> str:
    """The mail's markup, sanitized once more, its own pictures by our addresses."""
    places = {_content_id(part): number for number, part in enumerate(files_in(raw))}

    def exchange(found: re.Match[str]) -> str:
        number = places.get(unquote(found[2]).lower())
        return found[0] if number is None else f"{found[1]}{mail.id}/files/{number}"

    html = clean_mail(mail.html) if mail.html.strip() else from_text(mail.text)
    return _CID.sub(exchange, html)


def files_in(raw: bytes) -> list[MIMEPart]:
    """The pictures and files of a mail, in their order."""
    message = message_from_bytes(raw, _class=EmailMessage, policy=default)
    bodies = {"text/plain", "text/html"}
    return [
        part
        for part in message.walk()
        if not part.is_multipart() and (part.get_filename() or part.get_content_type() not in bodies)
    ]


def answer_to(raw: bytes, sender: str, text: str, files: Sequence[tuple[str, str, bytes]]) -> EmailMessage:
    """What a mail program makes of an answer: above what it answers, in the same conversation."""
    mail = message_from_bytes(raw, _class=EmailMessage, policy=default)
    plain = mail.get_body(("plain",))
    quoted = str(plain.get_content())[:MOST_QUOTED] if plain else ""
    author = mail["From"].addresses[0]
    above = f"On {mail['Date']}, {author.display_name or author.addr_spec} wrote:"
    history = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
    subject = str(mail["Subject"] or "")
    answer = new_mail(
        sender,
        str((mail["Reply-To"] or mail["From"]).addresses[0].addr_spec),
        subject if subject.lower().startswith("re:") else f"Re: {subject}",
        f"{text}\n\n{above}\n{history}\n",
        files,
    )
    identity = str(mail["Message-ID"])
    answer["In-Reply-To"] = identity
    answer["References"] = f"{mail['References'] or ''} {identity}".strip()
    return answer


def new_mail(
    sender: str, to: str, subject: str, text: str, files: Sequence[tuple[str, str, bytes]]
) -> EmailMessage:
    """A mail from `sender`; `files` are name, type and content. Raises ValueError for no header."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    domain = message["From"].addresses[0].domain
    message["Message-ID"] = make_msgid(domain=domain or "localhost")
    message.set_content(text)
    for name, kind, content in files:
        main, _, detail = kind.partition("/")
        message.add_attachment(
            content, maintype=main or "application", subtype=detail or "octet-stream", filename=name
        )
    return message


def _content_id(part: MIMEPart) -> str:
    return str(part["Content-ID"] or "").strip("<> ").lower()
