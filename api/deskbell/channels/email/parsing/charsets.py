"""Bytes to text, whatever charset they claim to be in."""

import codecs
from functools import lru_cache
from typing import Final

# What senders write, and what they mean. Browsers read the first three groups the same way.
_MEANT: Final = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "cp-850": "cp850",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# Python's codecs that are no charsets, or take quadratic time.
_REFUSED: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
# These may leave halves of surrogate pairs in a text.
_SLOPPY: Final = frozenset({"utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_FALLBACK: Final = "cp1252"
_LONGEST_NAME: Final = 40


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The text without NULs, and whether the bytes were what they were said to be.

    What is valid UTF-8 but was declared as Latin is UTF-8: no real text in Latin is valid UTF-8 by accident.
    """
    if data.isascii() and b"\x1b" not in data:
        name = _codec(charset)
        if name not in _SLOPPY:
            return data.decode("ascii").replace("\0", ""), name is not None
    name = _codec(charset)
    if name not in {None, _FALLBACK}:
        text = _strict(data, name or "")
        if text is not None:
            return text, True
    text = _strict(data, "utf-8")
    if text is not None:
        return text, charset in {"", "us-ascii", "ascii"}
    if name is None or (name == "utf-8" and not _mostly_utf8(data)):
        name = _FALLBACK
    text = data.decode(name, "replace").replace("\0", "")
    return _whole(text), name == _FALLBACK == _codec(charset) and bool(charset)


def _mostly_utf8(data: bytes) -> bool:
    """Whether damaged bytes are UTF-8 with some damage, rather than something else."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(1 for character in text if character > "\x7f") > 2 * damaged


def _strict(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name).replace("\0", "")
    except (UnicodeError, LookupError):
        return None
    return _whole(text) if name in _SLOPPY else text


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=512)
def _codec(charset: str) -> str | None:
    """The name of Python's codec for a charset; None for one that does not exist. Undeclared is `cp1252`."""
    wanted = charset.strip(" \"'").lower()
    if not wanted:
        return _FALLBACK
    wanted = _MEANT.get(wanted, wanted)
    if len(wanted) > _LONGEST_NAME or not wanted.isascii():
        return None
    try:
        name = codecs.lookup(wanted).name
        b"".decode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name in _REFUSED else name
