"""The `Range` header of a request for a file: one range, or the whole file."""

import re
from typing import Final

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})", re.ASCII | re.IGNORECASE)
MAX_HEADER: Final = 64


class RangeNotSatisfiable(Exception):
    """The range begins after the file's end: 416."""


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None: the whole file, as for several or odd ranges."""
    found = _RANGE.fullmatch(header) if header and len(header) <= MAX_HEADER else None
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    else:
        start, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= end:
        raise RangeNotSatisfiable
    return start, end
