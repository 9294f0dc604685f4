"""Names of domains: one spelling, and whom they belong to by the public suffix list that we carry."""

import re
from functools import lru_cache
from typing import Final

import idna
from publicsuffixlist import PublicSuffixList

MAX_DOMAIN: Final = 253

_LABELS: Final = re.compile(
    r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*"
)


def plain_domain(text: str) -> str | None:
    """A domain in lower case and in ASCII (`xn--…`), without a last dot; nothing where it isn't one."""
    name = text.removesuffix(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return name if len(name) <= MAX_DOMAIN and _LABELS.fullmatch(name) else None


def spelled_domain(domain: str) -> str:
    """A plain domain as people write it: `xn--mnchen-3ya.de` is `münchen.de`."""
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain


def organizational_domain(domain: str) -> str:
    """The part of a plain domain that somebody registered: `a.b.example.co.uk` is `example.co.uk`'s."""
    return _suffixes().privatesuffix(domain) or domain


def is_public_suffix(domain: str) -> bool:
    """Whether strangers register names under this plain domain: `com`, `co.uk`, `github.io`."""
    return _suffixes().privatesuffix(domain) is None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)
