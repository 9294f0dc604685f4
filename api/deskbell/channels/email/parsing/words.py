"""Words of headers in other charsets (RFC 2047), as leniently as they are sent."""

import binascii
import re
from typing import Final

from deskbell.channels.email.parsing.charsets import decode

_WORD: Final = re.compile(r"=\?([^?\s*]{1,40}+)(?:\*[^?\s]{0,40}+)?\?([bBqQ])\?([^?]*+)\?=")
_BETWEEN: Final = re.compile(r"\?=\s++=\?")
_NO_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]+")
_GROUP: Final = 4


def header_text(value: bytes) -> str:
    """A header's raw value as text, its encoded words not yet decoded."""
    return decode(value)[0]


def decoded_words(value: str) -> str:
    """The text with its encoded words decoded. A character cut in two by adjacent words is whole again."""
    if "=?" not in value:
        return value
    value = _BETWEEN.sub("?==?", value)
    out: list[str] = []
    charset, waiting, done = "", bytearray(), 0
    for found in _WORD.finditer(value):
        if waiting and (found.start() > done or found[1].lower() != charset):
            out.append(decode(bytes(waiting), charset)[0])
            waiting.clear()
        out.append(value[done : found.start()])
        charset, done = found[1].lower(), found.end()
        waiting += _word_bytes(found[2], found[3])
    if waiting:
        out.append(decode(bytes(waiting), charset)[0])
    out.append(value[done:])
    return "".join(out)


def _word_bytes(encoding: str, word: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(word.replace("_", " ").encode("utf-8", "replace"))
    digits = _NO_BASE64.sub("", word)
    if len(digits) % _GROUP == 1:
        digits = digits[:-1]
    return binascii.a2b_base64(digits + "=" * (-len(digits) % _GROUP))
