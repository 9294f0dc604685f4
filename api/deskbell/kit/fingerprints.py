"""Numbers that stand for what something holds."""

from collections.abc import Iterable
from hashlib import blake2b


def of_set(numbers: Iterable[int]) -> int:
    """A number below 2^48 that equal sets share, and no other set in practice: as the version of a set."""
    written = ",".join(map(str, sorted(set(numbers)))).encode()
    return int.from_bytes(blake2b(written, digest_size=6).digest())
