"""Public references: 12 random characters of Crockford's base 32, in groups of four."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SHAPE = re.compile(rf"[{ALPHABET}]{{12}}")


def new_reference() -> str:
    """A new reference, as `7QJR-3M8K-2TXD`. Random, so that tickets can't be counted by it; not a secret."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(12)))


def read_reference(text: str) -> str | None:
    """The reference that a person typed, in its usual form, or None.

    Lookalikes are taken for what is meant.
    """
    plain = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    return _grouped(plain) if _SHAPE.fullmatch(plain) else None


def _grouped(plain: str) -> str:
    return "-".join((plain[:4], plain[4:8], plain[8:]))
