"""Values with parameters: `Content-Type`, `Content-Disposition` (RFC 2045, 2231, and what is sent)."""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from deskbell.channels.email.parsing.charsets import decode
from deskbell.channels.email.parsing.limits import MAX_NAME
from deskbell.channels.email.parsing.words import decoded_words

_PARAMETER: Final = re.compile(
    r';\s*+([^\s=;"]{1,80}+)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"?|([^;]*+))', re.DOTALL
)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PIECE: Final = re.compile(r"([^*]++)\*(?:(\d{1,4}))?(\*)?")
_COMMENT: Final = re.compile(r"\([^()]*+\)")
_QUOTES_OF_CHARSET: Final = 2


def with_parameters(header: str) -> tuple[str, dict[str, str]]:
    """The value in lower case, and its parameters, decoded; the first of two of the same name counts."""
    if not header:
        return "", {}
    value, semicolon, _ = header.partition(";")
    if "(" in value:
        value = _COMMENT.sub("", value)
    value = value.strip(" \t\"'").lower()
    if not semicolon:
        return value, {}
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(header):
        name = found[1].lower()
        written = found[3].strip() if found[2] is None else found[2]
        if "\\" in written and found[2] is not None and not written.startswith(("\\\\", "C:\\", "c:\\")):
            written = _ESCAPED.sub(r"\1", written)
        piece = _PIECE.fullmatch(name)
        if piece:
            pieces.setdefault(piece[1], []).append(
                (int(piece[2] or 0), bool(piece[3]) or not piece[2], written)
            )
        else:
            plain.setdefault(name, decoded_words(written))
    for name, found_pieces in pieces.items():
        plain[name] = _joined(found_pieces)
    return value, plain


def file_name(*parameters: str | None) -> str:
    """The first name given, on one line; as a stranger wrote it, folders and all: never a path of ours."""
    name = next((given for given in parameters if given), "")
    return " ".join(name[: MAX_NAME * 4].split())[:MAX_NAME]


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    charset, data = "utf-8", bytearray()
    for position, (_, encoded, written) in enumerate(sorted(pieces)):
        value = written
        if encoded and position == 0 and value.count("'") >= _QUOTES_OF_CHARSET:
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace")
    return decoded_words(decode(bytes(data), charset or "utf-8")[0])
