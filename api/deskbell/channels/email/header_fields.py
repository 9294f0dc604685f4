"""The header block of a mail, field by field, for those who must read it in one way only: linear and lenient.

Parsers disagree about stray line breaks and lines that are no field; a block with such things is not `clean`,
and nobody is believed on it.
"""

import re
from dataclasses import dataclass
from typing import Final

MAX_BLOCK: Final = 262_144

_END: Final = re.compile(rb"\r?\n\r?\n")
_STRAY: Final = re.compile(rb"\r(?!\n)|\0")
_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:")
_LINE: Final = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The fields of a header from top to bottom: names in lower case, values as they stand."""

    fields: tuple[tuple[str, bytes], ...]
    clean: bool

    def values(self, name: str) -> list[bytes]:
        """Every value of a field, the topmost first."""
        return [value for field, value in self.fields if field == name]


def split_mail(raw: bytes) -> tuple[bytes, bytes]:
    """The header block and the body, without the empty line; a mailbox file's `From ` line is left out."""
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    end = _END.search(raw)
    return (raw, b"") if end is None else (raw[: end.start()], raw[end.end() :])


def read_header(raw: bytes) -> HeaderBlock:
    """Read the header block of a mail; what goes over the limit is not read, and not clean."""
    block = split_mail(raw[: MAX_BLOCK + 1])[0]
    clean = len(block) <= MAX_BLOCK and not _STRAY.search(block)
    fields: list[tuple[str, list[bytes]]] = []
    for line in _LINE.split(block[:MAX_BLOCK]):
        if line[:1] in {b" ", b"\t"}:
            clean = clean and bool(fields)
            if fields:
                fields[-1][1].append(line)
        elif match := _FIELD.match(line):
            fields.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
        elif line:
            clean = False
    return HeaderBlock(tuple((name, b"\r\n".join(lines)) for name, lines in fields), clean)
