"""`Authentication-Results` (RFC 8601) of a server that we were told to trust: its topmost, nobody else's.

Any mail can carry such fields, ours by name among them, so the trusted server has to remove those that it
didn't write itself, and anything below the topmost is never read.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from deskbell.channels.email.header_fields import HeaderBlock

MAX_LENGTH: Final = 16_384

_AROUND: Final = re.compile(r"[ ]?([=/.])[ ]?")
_HIDDEN: Final = {ord(character): "_" for character in " ;=/"}


@dataclass(frozen=True, slots=True)
class Method:
    """What a method found: `dmarc=fail header.from=example.org`."""

    name: str
    result: str
    properties: dict[str, str] = field(default_factory=dict)


def trusted_results(header: HeaderBlock, servers: Collection[str]) -> list[Method] | None:
    """What the trusted server found out; nothing when the topmost field isn't its own."""
    values = header.values("authentication-results")
    if not servers or not values or len(values[0]) > MAX_LENGTH:
        return None
    text = _without_comments(values[0].decode("utf-8", "replace"))
    if text is None:
        return None
    first, *rest = text.split(";")
    words = first.split()
    if not words or words[0].lower() not in {server.lower() for server in servers}:
        return None
    if len(words) > 1 and words[1:] != ["1"]:
        return None  # another version of the grammar
    return [method for part in rest if (method := _method(part)) is not None]


def _method(text: str) -> Method | None:
    name, *properties = _AROUND.sub(r"\1", " ".join(text.split())).split(" ")
    method, equals, result = name.partition("=")
    if not equals:
        return None
    found: dict[str, str] = {}
    for each in properties:
        key, equals, value = each.partition("=")
        if equals:
            key = key.lower()
            found[key] = value if found.get(key, value) == value else ""  # said twice, differently: not said
    return Method(method.partition("/")[0].lower(), result.lower(), found)


def _without_comments(text: str) -> str | None:
    """The text without comments, quotes made harmless to the grammar; nothing if unbalanced."""
    parts: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in text:
        if escaped:
            escaped = False
            if quoted:
                parts.append(character.translate(_HIDDEN))
        elif character == "\\" and (quoted or depth):
            escaped = True
        elif depth:
            depth += (character == "(") - (character == ")")
        elif character == '"':
            quoted = not quoted
        elif quoted:
            parts.append(character.translate(_HIDDEN))
        elif character == "(":
            depth = 1
            parts.append(" ")
        else:
            parts.append(character)
    return None if depth or quoted else "".join(parts)
