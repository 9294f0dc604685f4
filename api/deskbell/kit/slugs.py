"""The part of an address that is made of a title."""

import re
from typing import Final
from unicodedata import combining, normalize

LONGEST: Final = 80
PATTERN: Final = r"^[^\W_]+(?:-[^\W_]+)*$"
"""Letters and digits of any script in words with `-` between them."""

_NO_WORD: Final = re.compile(r"[\W_]+")


def slug_of(title: str) -> str:
    """Small letters without accents, words joined by `-`, at most 80 long; `page` where nothing is left."""
    plain = "".join(each for each in normalize("NFKD", title.casefold()) if not combining(each))
    words = _NO_WORD.sub("-", normalize("NFC", plain)).strip("-")
    short = words[: LONGEST + 1].rpartition("-")[0] if len(words) > LONGEST else words
    return short or words[:LONGEST] or "page"
