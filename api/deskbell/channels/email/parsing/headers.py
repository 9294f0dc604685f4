"""The headers of a mail, decoded and those of weight read."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from deskbell.channels.email.parsing.addresses import addresses
from deskbell.channels.email.parsing.header_block import HeaderBlock
from deskbell.channels.email.parsing.limits import MAX_IDS, MAX_NAME
from deskbell.channels.email.parsing.parsed import Address, Headers
from deskbell.channels.email.parsing.words import decoded_words, header_text

_ID: Final = re.compile(r"<([^<>\s]++)>")
_LONGEST_DATE: Final = 100
_ADDRESSES: Final = frozenset({"from", "sender", "reply-to", "to", "cc"})


def headers_of(block: HeaderBlock) -> Headers:
    """The headers as they are asked for. Of two subjects the first counts; addresses of twice are added."""
    fields: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    people: dict[str, list[Address]] = {name: [] for name in _ADDRESSES}
    for name, raw in block.fields:
        text = header_text(raw)
        if name in _ADDRESSES:
            people[name] += addresses(text)
        value = decoded_words(text)
        first.setdefault(name, value)
        fields.append((name, value))
    return Headers(
        fields=tuple(fields),
        from_=tuple(people["from"]),
        sender=tuple(people["sender"]),
        reply_to=tuple(people["reply-to"]),
        to=tuple(people["to"]),
        cc=tuple(people["cc"]),
        subject=" ".join(first.get("subject", "").split()),
        date=_date(first.get("date", "")),
        message_id=_message_id(first.get("message-id", "")),
        in_reply_to=message_ids(first.get("in-reply-to", "")),
        references=message_ids(first.get("references", "")),
    )


def oddities(headers: Headers) -> Iterable[str]:
    """Notes on headers that should stand once and don't."""
    names = [name for name, _ in headers.fields]
    for name in ("from", "message-id", "date", "subject"):
        count = names.count(name)
        if count > 1:
            yield f"twice:{name}"
        elif not count and name in {"from", "message-id"}:
            yield f"missing:{name}"
    if len(headers.from_) > 1:
        yield "several_from"


def message_ids(value: str) -> tuple[str, ...]:
    """The ids of `References` and its like, without brackets; of very many the first and the last."""
    found = _ID.findall(value) or value.split()
    ids = [one.strip("<>")[:MAX_NAME] for one in found]
    return tuple(ids if len(ids) <= MAX_IDS else [ids[0], *ids[1 - MAX_IDS :]])


def _message_id(value: str) -> str:
    """The id without brackets; a malformed one as it was written, since it still tells two copies apart."""
    found = _ID.search(value)
    return found[1][:MAX_NAME] if found else value[:MAX_NAME]


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:_LONGEST_DATE])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
