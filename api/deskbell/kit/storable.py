"""Text of strangers made fit for the database and for one line of a screen."""

import re
from typing import Final

_NOT_STORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def storable(text: str) -> str:
    """The text without what PostgreSQL can't store: NUL and half characters."""
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str, longest: int) -> str:
    """The text on one line, without control characters, cut at `longest`."""
    return " ".join(_CONTROLS.sub(" ", text[: longest * 4]).split())[:longest].rstrip()
