"""DKIM: which domains really signed a mail. Only signatures that may speak for the author are looked at.

dkimpy's canonicalization takes quadratic time on long runs of blanks, so a body is brought into its relaxed
form here first, in linear time; on the result dkimpy changes nothing any more.
"""

import asyncio
import logging
import re
from dataclasses import dataclass
from typing import Final

import dkim
from dkim.util import InvalidTagValueList, parse_tag_value

from deskbell.channels.email.domains import is_aligned
from deskbell.channels.email.header_fields import HeaderBlock, split_mail
from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.kit.domain_names import plain_domain

MAX_SIGNATURES: Final = 4
MAX_SIGNATURE: Final = 4096
MIN_KEY_BITS: Final = 1024
ALGORITHMS: Final = frozenset({b"rsa-sha256", b"ed25519-sha256"})

_BLANKS: Final = re.compile(rb"[ \t]+")
_LINE_END: Final = re.compile(rb"\r?\n")
_LONG_BLANK: Final = re.compile(rb"\s{100}")
_SELECTOR: Final = re.compile(rb"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_SILENT: Final = logging.getLogger("deskbell.dkim")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """The domains whose signatures hold, and whether some key could not be looked up."""

    domains: tuple[str, ...]
    unknown: bool


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature worth a look."""

    index: int
    domain: str
    key_name: str
    relaxed: bool


async def signing_domains(raw: bytes, header: HeaderBlock, author: str, resolver: Resolver) -> Signatures:
    """Verify the signatures of the author's own domain and its kin."""
    domains: list[str] = []
    unknown = False
    for signature in _worth_a_look(header, author):
        try:
            records = await resolver.texts(signature.key_name)
        except LookupFailed:
            unknown = True
            continue
        if len(records) == 1 and await asyncio.to_thread(_holds, raw, signature, records[0]):
            domains.append(signature.domain)
    return Signatures(tuple(dict.fromkeys(domains)), unknown)


def _worth_a_look(header: HeaderBlock, author: str) -> list[_Signature]:
    found = (_read(index, value) for index, value in enumerate(header.values("dkim-signature")))
    kin = [each for each in found if each is not None and is_aligned(each.domain, author, strict=False)]
    return sorted(kin, key=lambda each: each.domain != author)[:MAX_SIGNATURES]


def _read(index: int, value: bytes) -> _Signature | None:
    """Read a signature's tags; nothing for one that covers less than the whole mail and its author."""
    if len(value) > MAX_SIGNATURE or _LONG_BLANK.search(value):
        return None
    try:
        tags = parse_tag_value(value.replace(b"\r\n", b""))
    except (InvalidTagValueList, IndexError):
        return None
    domain = plain_domain(tags.get(b"d", b"").decode("ascii", "replace"))
    signed = {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}
    selector = tags.get(b"s", b"")
    if (
        domain is None
        or not _SELECTOR.fullmatch(selector)
        or tags.get(b"a") not in ALGORITHMS
        or b"l" in tags
        or b"from" not in signed
    ):
        return None
    relaxed = tags.get(b"c", b"").partition(b"/")[2] == b"relaxed"
    return _Signature(index, domain, f"{selector.decode()}._domainkey.{domain}", relaxed)


def _holds(raw: bytes, signature: _Signature, key_record: bytes) -> bool:
    """Verify one signature; takes processor time."""
    block, body = split_mail(raw)
    if signature.relaxed:
        body = _BLANKS.sub(b" ", _LINE_END.sub(b"\r\n", body)).replace(b" \r\n", b"\r\n")
    try:
        message = dkim.DKIM(block + b"\r\n\r\n" + body, logger=_SILENT, minkey=MIN_KEY_BITS)
        return bool(message.verify(signature.index, dnsfunc=lambda _name, timeout=0: key_record))  # noqa: ARG005
    except Exception:  # noqa: BLE001 - on mails of strangers dkimpy raises whatever it stumbles over
        return False
