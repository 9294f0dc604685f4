"""DMARC (RFC 7489): what the owner of a domain publishes about mails in its name."""

from dataclasses import dataclass
from typing import Final, Literal, cast

from deskbell.channels.email.resolver import Resolver
from deskbell.kit.domain_names import organizational_domain

Wish = Literal["none", "quarantine", "reject"]

WISHES: Final = frozenset({"none", "quarantine", "reject"})


@dataclass(frozen=True, slots=True)
class DomainPolicy:
    """How closely DKIM and SPF have to match the author, and what the owner wishes for mails that don't."""

    strict_dkim: bool
    strict_spf: bool
    wish: Wish


async def domain_policy(domain: str, resolver: Resolver) -> DomainPolicy | None:
    """Find the policy for an author's plain domain; nothing where none is published. Raises LookupFailed."""
    owner = organizational_domain(domain)
    for name in dict.fromkeys((domain, owner)):
        records = [tags for text in await resolver.texts(f"_dmarc.{name}") if (tags := policy_tags(text))]
        if records:
            return _policy(records[0], inherited=name != domain) if len(records) == 1 else None
    return None


def _policy(tags: dict[str, str], *, inherited: bool) -> DomainPolicy:
    wish = tags.get("p", "none")
    if inherited and tags.get("sp") in WISHES:
        wish = tags["sp"]
    return DomainPolicy(
        strict_dkim=tags.get("adkim") == "s",
        strict_spf=tags.get("aspf") == "s",
        wish=cast("Wish", wish) if wish in WISHES else "none",
    )


def policy_tags(text: bytes) -> dict[str, str]:
    """The tags of a record; empty when it isn't one of DMARC."""
    first, *rest = text.decode("utf-8", "replace").split(";")
    if "".join(first.split()) != "v=DMARC1":
        return {}
    found = {"v": "DMARC1"}
    for part in rest:
        name, equals, value = part.partition("=")
        if equals:
            found.setdefault(name.strip().lower(), value.strip().lower())
    return found
