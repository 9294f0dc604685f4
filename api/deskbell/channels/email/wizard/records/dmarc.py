"""DMARC: what the domain's owner asks of receivers, for mails that are neither signed nor sent by it."""

from dataclasses import replace
from typing import Final

from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.channels.email.verdict.domain_policy import WISHES, policy_tags
from deskbell.channels.email.wizard.records.finding import Finding, RecordKind, RecordState
from deskbell.kit.domain_names import organizational_domain

PURPOSE: Final = (
    "DMARC says what receivers shall do with mail that carries your address, but is neither signed by you "
    "(DKIM) nor sent by your servers (SPF). Large providers refuse senders without it."
)
EXPECTED: Final = "v=DMARC1; p=none"
MEANINGS: Final = {
    "none": "It asks receivers to let such mail through",
    "quarantine": "It asks receivers to treat such mail as suspicious",
    "reject": "It asks receivers to refuse such mail",
}


async def check_dmarc(domain: str, resolver: Resolver) -> Finding:
    """Look the policy up, at the domain and at the one that it belongs to, and say how it stands."""
    unknown = Finding(
        RecordKind.dmarc,
        f"_dmarc.{domain}",
        PURPOSE,
        EXPECTED,
        RecordState.unknown,
        "The name servers gave no answer.",
        "Look again in a few minutes.",
    )
    try:
        for owner in dict.fromkeys((domain, organizational_domain(domain))):
            texts = await resolver.texts(f"_dmarc.{owner}")
            records = tuple(text.decode("utf-8", "replace") for text in texts)
            found = tuple(each for each in records if each.strip().lower().startswith("v=dmarc1"))
            if found:
                return _judged(replace(unknown, name=f"_dmarc.{owner}", found=found))
    except LookupFailed:
        return unknown
    text = f"{domain} has no DMARC policy."
    advice = (
        "Add the TXT record. Once SPF and DKIM are in place for all that send for the domain, change "
        "p=none to p=quarantine."
    )
    return replace(unknown, state=RecordState.missing, finding=text, advice=advice)


def _judged(finding: Finding) -> Finding:
    if len(finding.found) > 1:
        text = f"There are {len(finding.found)} DMARC policies; receivers then take none of them."
        return replace(finding, state=RecordState.wrong, finding=text, advice="Keep one.")
    wish = policy_tags(finding.found[0].encode()).get("p")
    if wish not in WISHES:
        text = "The policy does not say what to do (p=none, p=quarantine or p=reject)."
        return replace(
            finding, state=RecordState.wrong, finding=text, advice="Correct it as it is shown here."
        )
    later = " When SPF and DKIM are in place, p=quarantine protects your address." if wish == "none" else ""
    return replace(
        finding,
        expected=finding.found[0],
        state=RecordState.present,
        finding=f"There is a policy. {MEANINGS[wish]}.",
        advice=later.strip(),
    )
