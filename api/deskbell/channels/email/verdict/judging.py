"""The verdict itself: `pass` gives the rights of the author, `none` gives none, `fail` warns besides."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, cast, get_args

from deskbell.channels.email.domains import is_aligned
from deskbell.channels.email.header_fields import HeaderBlock, read_header
from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.channels.email.verdict.author import Author, read_author
from deskbell.channels.email.verdict.domain_policy import DomainPolicy, domain_policy
from deskbell.channels.email.verdict.sender_policy import (
    UNCHECKED,
    Client,
    SenderPolicy,
    SpfResult,
    check_client,
)
from deskbell.channels.email.verdict.signatures import Signatures, signing_domains
from deskbell.channels.email.verdict.trusted_header import Method, trusted_results
from deskbell.kit.domain_names import plain_domain

WHOLE_TIME: Final = 15.0  # seconds for every question that a mail makes us ask


class Standing(StrEnum):
    """Whether a mail is its author's: `passed` is DMARC's aligned pass and nothing less."""

    passed = "pass"
    none = "none"
    failed = "fail"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who wrote a mail, how sure we are, by whom and why. `address` is the author that it is about.

    `dkim` are the domains of the author's kin whose signatures hold; `spf` is `unchecked` where the client
    isn't known. `reason` is a sentence for agents.
    """

    standing: Standing
    by: Literal["trusted-header", "computed"]
    address: str | None
    domain: str | None
    dkim: tuple[str, ...]
    spf: SpfResult
    reason: str


async def judge(
    raw: bytes,
    *,
    resolver: Resolver,
    trusted_servers: Collection[str] = (),
    client: Client | None = None,
) -> Verdict:
    """Judge a mail as it came. Whatever stands in it, and whether or not there is DNS, it never raises.

    `trusted_servers` are the authserv-ids of the mail servers through which alone this mail can have come;
    `client` is known only where our own listener took it. The trusted server's DMARC result counts before
    ours.
    """
    header = read_header(raw)
    author = read_author(header)
    if author.domain is None:
        standing = Standing.failed if author.ambiguous else Standing.none
        return _verdict(standing, author, f"Nobody can be believed to have written this: {author.problem}.")
    if not header.clean:
        return _verdict(Standing.none, author, "Its header can be read in more than one way.")
    methods = trusted_results(header, trusted_servers)
    trusted = None if methods is None else _trusted(methods, author)
    if trusted is not None:
        return trusted
    try:
        async with asyncio.timeout(WHOLE_TIME):
            return await _computed(raw, header, author, author.domain, resolver, client)
    except (LookupFailed, TimeoutError):
        return _verdict(Standing.none, author, f"What {author.domain} publishes could not be looked up.")


def _trusted(methods: list[Method], author: Author) -> Verdict | None:
    """The trusted server's own DMARC result; nothing when it gave none, or several that differ."""
    results = [method for method in methods if method.name == "dmarc"]
    if len({method.result for method in results}) != 1:
        return None
    result = results[0].result
    about = {plain_domain(method.properties.get("header.from", "")) for method in results}
    if result == "pass" and about == {author.domain}:
        standing, reason = Standing.passed, f"The mail server confirms {author.domain}."
    elif result == "fail":
        standing, reason = Standing.failed, f"The mail server found no proof of {author.domain}."
    else:
        standing, reason = Standing.none, f"The mail server could not confirm {author.domain}."
    spf = next((method.result for method in methods if method.name == "spf"), "none")
    return Verdict(
        standing,
        "trusted-header",
        author.address,
        author.domain,
        _signers(methods, author),
        cast("SpfResult", spf) if spf in get_args(SpfResult) else "none",
        reason,
    )


def _signers(methods: list[Method], author: Author) -> tuple[str, ...]:
    named = (
        plain_domain(
            method.properties.get("header.d") or method.properties.get("header.i", "").partition("@")[2]
        )
        for method in methods
        if method.name == "dkim" and method.result == "pass"
    )
    kin = (each for each in named if each and is_aligned(each, author.domain or "", strict=False))
    return tuple(dict.fromkeys(kin))


async def _computed(
    raw: bytes, header: HeaderBlock, author: Author, domain: str, resolver: Resolver, client: Client | None
) -> Verdict:
    """Look at signatures and sender where there is a policy that they could satisfy."""
    policy = await domain_policy(domain, resolver)
    if policy is None:
        return _verdict(Standing.none, author, f"{domain} publishes no DMARC policy.")
    signatures = await signing_domains(raw, header, domain, resolver)
    sender = await check_client(client, resolver)
    standing, reason = _weighed(domain, policy, signatures, sender)
    return _verdict(standing, author, reason, signatures.domains, sender)


def _weighed(
    domain: str, policy: DomainPolicy, signatures: Signatures, sender: SenderPolicy
) -> tuple[Standing, str]:
    if any(is_aligned(each, domain, strict=policy.strict_dkim) for each in signatures.domains):
        return Standing.passed, f"Signed by {domain}."
    if (
        sender.result == "pass"
        and sender.domain
        and is_aligned(sender.domain, domain, strict=policy.strict_spf)
    ):
        return Standing.passed, f"Sent by a server of {domain}."
    if signatures.unknown or sender.result == "temperror":
        return Standing.none, f"What {domain} publishes could not be looked up."
    if sender.result == "unchecked" and policy.wish == "none":
        return Standing.none, f"Not signed by {domain}, and nothing is known of the server that sent it."
    return Standing.failed, f"Not signed by {domain}, nor sent by a server of it."


def _verdict(
    standing: Standing,
    author: Author,
    reason: str,
    dkim: tuple[str, ...] = (),
    sender: SenderPolicy = UNCHECKED,
) -> Verdict:
    return Verdict(standing, "computed", author.address, author.domain, dkim, sender.result, reason)
