"""Reports that a mail was not delivered, or not yet: of RFC 3464, and of programs that don't know it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from deskbell.channels.email.parsing.header_block import read_headers
from deskbell.channels.email.parsing.parsed import Attachment, Bounce, Headers, Nested
from deskbell.channels.email.parsing.robots import is_daemon
from deskbell.channels.email.parsing.words import decoded_words, header_text

MAX_RECIPIENTS: Final = 100
MAX_REPORT: Final = 256_000
MAX_DIAGNOSTIC: Final = 1_000
_REPORTS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ACTIONS: Final = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE: Final = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_RECIPIENT: Final = re.compile(r"\s{0,8}<?([^\s<>:;,()\"]{1,200}@[^\s<>:;,()\"]{1,200})>?(?::|\s|$)")
_RETURNED_ID: Final = re.compile(
    r"^[> ]{0,4}message-id:\s{0,8}<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE
)
_COPY: Final = re.compile(
    r"^.{0,20}(?:below this line is a copy|this is a copy of (?:the|your) message|original message follows"
    r"|unsent message below|returned message|-{3,} ?original message)",
    re.IGNORECASE | re.MULTILINE,
)
_SAYS_FAILED: Final = (
    "did not reach",
    "could not be delivered",
    "couldn't be delivered",
    "could not be reached",
    "cannot be reached",
    "wasn't able to deliver",
    "was not able to deliver",
    "unable to deliver",
    "undeliverable",
    "permanent fatal errors",
    "delivery failed",
    "delivery to the following",
    "returned mail",
    "failure notice",
    "unzustellbar",
    "non remis",
    "no se pudo entregar",
)
_SAYS_DELAYED: Final = (
    "has been delayed",
    "is delayed",
    "not yet been delivered",
    "still trying",
    "will be retried",
)


def bounces_of(
    headers: Headers,
    text: str,
    attachments: Sequence[Attachment],
    nested: Sequence[Nested],
) -> tuple[Bounce, ...]:
    """What the mail reports about deliveries, one entry for each recipient; nothing if it is no report."""
    reports = [file for file in attachments if file.content_type in _REPORTS]
    returned = _returned_id(headers, text, nested)
    found: list[Bounce] = []
    for report in reports:
        found += _standard(report.content[:MAX_REPORT], returned)
    if not reports and _looks_like_a_report(headers, text):
        found += _plain(headers, text, returned)
    return tuple(found[:MAX_RECIPIENTS])


def _returned_id(headers: Headers, text: str, nested: Sequence[Nested]) -> str:
    """The Message-ID of the mail that came back: from its copy, else from what the report answers."""
    for inner in nested:
        if inner.headers.message_id:
            return inner.headers.message_id
    for name in ("x-original-message-id", "original-message-id"):
        if headers.has(name):
            return headers.first(name).strip("<> ")
    copied = _RETURNED_ID.search(text)
    if copied:
        return copied[1]
    return next(iter((*headers.in_reply_to, *headers.references[-1:])), "")


def _standard(report: bytes, returned: str) -> Iterator[Bounce]:
    """The groups of a delivery status: the first is about the mail, each further about a recipient."""
    position, end = 0, len(report)
    while position < end:
        block = read_headers(report, position)
        position = max(block.body, position + 1)
        fields = {name: decoded_words(header_text(value)) for name, value in reversed(block.fields)}
        recipient = _address(fields.get("final-recipient") or fields.get("original-recipient") or "")
        if not recipient and "action" not in fields:
            continue
        diagnostic = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get(
            "diagnostic-code", ""
        )
        status = _status(fields.get("status", "")) or _status(diagnostic)
        words = fields.get("action", "").lower().split()
        action = words[0] if words and words[0] in _ACTIONS else _action(status)
        yield Bounce(action, status, recipient, returned, diagnostic[:MAX_DIAGNOSTIC])


def _address(value: str) -> str:
    """`rfc822; someone@example.org`, with or without brackets."""
    return (value.partition(";")[2] or value).strip(" <>")


def _status(text: str) -> str:
    found = _STATUS.search(text)
    if found:
        return found[1]
    code = _REPLY_CODE.search(f"{text} ")
    return f"{code[1]}.0.0" if code else ""


def _action(status: str) -> str:
    return {"4": "delayed", "2": "delivered"}.get(status[:1], "failed")


def _looks_like_a_report(headers: Headers, text: str) -> bool:
    if headers.has("x-failed-recipients"):
        return True
    null = any(value.strip() == "<>" for value in headers.every("return-path"))
    if not (null or is_daemon(headers) or headers.has("auto-submitted")):
        return False
    beginning = f"{headers.subject}\n{text[:4_000]}".lower()
    return any(phrase in beginning for phrase in (*_SAYS_FAILED, *_SAYS_DELAYED))


def _plain(headers: Headers, text: str, returned: str) -> Iterator[Bounce]:
    """Recipients stand on lines of their own, what went wrong behind or below, and a copy may follow."""
    copy = _COPY.search(text, 0, MAX_REPORT)
    said = text[: copy.start()] if copy else text[:MAX_REPORT]
    delayed = any(phrase in said.lower() for phrase in _SAYS_DELAYED) and not _STATUS.search(said)
    own = {address.address.lower() for address in (*headers.to, *headers.from_)}
    found: dict[str, str] = {}
    for recipient, diagnostic in _recipients(said.split("\n")):
        if recipient.lower() not in own or diagnostic:
            found.setdefault(recipient, diagnostic)
    for recipient in headers.first("x-failed-recipients").replace(",", " ").split():
        found.setdefault(recipient, "")
    for recipient, diagnostic in list(found.items())[:MAX_RECIPIENTS]:
        status = _status(diagnostic) or ("" if len(found) > 1 else _status(said))
        action = "delayed" if delayed else _action(status)
        yield Bounce(action, status, recipient, returned, diagnostic[:MAX_DIAGNOSTIC])


def _recipients(lines: list[str]) -> Iterator[tuple[str, str]]:
    recipient, words = "", [""]
    for line in lines:
        found = _RECIPIENT.match(line)
        if found:
            if recipient:
                yield recipient, _one_line(words)
            recipient, words = found[1], [line[found.end() :]]
        elif not line.strip():
            if recipient and any(word.strip() for word in words):
                yield recipient, _one_line(words)
                recipient = ""
        elif recipient:
            words.append(line)
    if recipient:
        yield recipient, _one_line(words)


def _one_line(words: list[str]) -> str:
    return " ".join(" ".join(words)[: MAX_DIAGNOSTIC * 4].split())
