"""The words of `reply_words.toml`, in the shapes in which they are looked up."""

import tomllib
from pathlib import Path
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

WROTE: Final[tuple[str, ...]] = tuple(_WORDS["wrote"])
ON: Final[tuple[str, ...]] = tuple(_WORDS["on"])
ORIGINAL: Final[frozenset[str]] = frozenset(_WORDS["original"])
FORWARDED: Final[frozenset[str]] = frozenset(_WORDS["forwarded"])
SENT_FROM: Final[tuple[str, ...]] = tuple(_WORDS["sent_from"])
SENT_FROM_ENDS: Final[tuple[str, ...]] = tuple(_WORDS["sent_from_ends"])
PROGRAMS: Final[tuple[str, ...]] = tuple(_WORDS["programs"])
# Of a label that two kinds share, the first counts: `from` is what a block is recognized by.
LABELS: Final[dict[str, str]] = {
    label: kind for kind in ("subject", "to", "date", "from") for label in _WORDS["labels"][kind]
}
