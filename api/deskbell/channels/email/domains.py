"""Addresses in one spelling, and which domain may speak for which."""

from typing import Final

from deskbell.kit.domain_names import organizational_domain, plain_domain

MAX_LOCAL_PART: Final = 64

_SPECIAL: Final = frozenset(' @<>()[]:;,\\"')


def plain_address(text: str) -> str | None:
    """An address with its domain in plain spelling; nothing where it isn't exactly one address."""
    local, at, domain = text.rpartition("@")
    plain = plain_domain(domain)
    if not at or plain is None or not 0 < len(local) <= MAX_LOCAL_PART or not _is_local_part(local):
        return None
    return f"{local}@{plain}"


def is_aligned(domain: str, author: str, *, strict: bool) -> bool:
    """Whether a domain may speak for an author's domain: the same one, or the same owner's."""
    return domain == author or (not strict and organizational_domain(domain) == organizational_domain(author))


def _is_local_part(text: str) -> bool:
    if text.startswith('"'):
        return text.endswith('"') and text[1:-1].isprintable() and not set(text[1:-1]) & set('"\\')
    return text.isprintable() and not _SPECIAL & set(text)
