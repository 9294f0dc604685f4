"""Addresses and domains: one spelling, and whom a domain belongs to by the public suffix list we carry."""

import re
from functools import lru_cache
from typing import Final

import idna
from publicsuffixlist import PublicSuffixList

MAX_DOMAIN: Final = 253
MAX_LOCAL_PART: Final = 64

_SPECIAL: Final = frozenset(' @<>()[]:;,\\"')
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


def plain_address(text: str) -> str | None:
    """An address with its domain in plain spelling; nothing where it isn't exactly one address."""
    local, at, domain = text.rpartition("@")
    plain = plain_domain(domain)
    if not at or plain is None or not 0 < len(local) <= MAX_LOCAL_PART or not _is_local_part(local):
        return None
    return f"{local}@{plain}"


def organizational_domain(domain: str) -> str:
    """The part of a plain domain that somebody registered: `a.b.example.co.uk` is `example.co.uk`'s."""
    return _suffixes().privatesuffix(domain) or domain


def is_aligned(domain: str, author: str, *, strict: bool) -> bool:
    """Whether a domain may speak for an author's domain: the same one, or the same owner's."""
    return domain == author or (not strict and organizational_domain(domain) == organizational_domain(author))


def _is_local_part(text: str) -> bool:
    if text.startswith('"'):
        return text.endswith('"') and text[1:-1].isprintable() and not set(text[1:-1]) & set('"\\')
    return text.isprintable() and not _SPECIAL & set(text)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)
