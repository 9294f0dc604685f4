"""SPF: whether the domain lets the mailbox's outgoing server send for it."""

from dataclasses import dataclass, replace
from typing import Final

from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.channels.email.verdict.sender_policy import Client, check_client
from deskbell.channels.email.wizard.presets import preset_of_server
from deskbell.channels.email.wizard.records.finding import Finding, RecordKind, RecordState

PURPOSE: Final = (
    "SPF names the servers that may send mail for the domain. Receivers trust mail of other servers less, or "
    "refuse it."
)
OPEN: Final = frozenset({"+all", "all", "?all"})
MOST_ADDRESSES: Final = 4


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The domain that sends, and by which server; `host` is nothing while that isn't known."""

    domain: str
    host: str | None

    @property
    def term(self) -> str:
        """The term that lets this server send."""
        if self.host is None:
            return "mx"
        return preset_of_server(self.host).spf or f"a:{self.host}"


async def check_spf(outgoing: Outgoing, resolver: Resolver) -> Finding:
    """Look the record up and say how it stands; an answer that doesn't come is a state, too."""
    usual = f"v=spf1 {outgoing.term} ~all"
    unknown = Finding(
        RecordKind.spf,
        outgoing.domain,
        PURPOSE,
        usual,
        RecordState.unknown,
        "The name servers gave no answer.",
        "Look again in a few minutes.",
    )
    try:
        texts = [text.decode("utf-8", "replace") for text in await resolver.texts(outgoing.domain)]
        records = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
        return await _judged(replace(unknown, found=tuple(records)), outgoing, resolver)
    except LookupFailed:
        return unknown


async def _judged(finding: Finding, outgoing: Outgoing, resolver: Resolver) -> Finding:
    if not finding.found:
        text = f"{outgoing.domain} has no SPF record."
        advice = "Add the TXT record. List other servers that send for the domain in it, too."
        return replace(finding, state=RecordState.missing, finding=text, advice=advice)
    if len(finding.found) > 1:
        text = f"{outgoing.domain} has {len(finding.found)} SPF records; receivers then take none of them."
        return replace(finding, state=RecordState.wrong, finding=text, advice="Join them into one.")
    terms = finding.found[0].split()
    if OPEN & {term.lower() for term in terms}:
        text = "The record lets every server in the world send for the domain."
        advice = "End it with ~all or -all, after the servers that you use."
        return replace(finding, state=RecordState.wrong, finding=text, advice=advice)
    return await _weighed(replace(finding, expected=_with(terms, outgoing.term)), terms, outgoing, resolver)


async def _weighed(finding: Finding, terms: list[str], outgoing: Outgoing, resolver: Resolver) -> Finding:
    """Hold one sound record against the server: by its own term, else by evaluating it for its addresses."""
    named = {outgoing.term.lower(), outgoing.term.lower().replace("include:", "redirect=")}
    results = await _results(outgoing, resolver)
    if "permerror" in results:
        text = "Receivers can't evaluate the record: it is misspelled, or needs over ten lookups."
        advice = "Correct it; leave out what you don't use any more."
        return replace(finding, state=RecordState.wrong, finding=text, advice=advice)
    if named & {term.lower().lstrip("+") for term in terms} or (results and results <= {"pass"}):
        text = f"The record lets {outgoing.host or 'the mail servers of the domain'} send for the domain."
        return replace(finding, expected=finding.found[0], state=RecordState.present, finding=text, advice="")
    if outgoing.host is None:
        text = "There is an SPF record. Whether it names your server shows once the SMTP server is set."
        return replace(finding, expected=finding.found[0], state=RecordState.present, finding=text, advice="")
    if not results or "temperror" in results:
        return finding
    text = f"The record does not let {outgoing.host} send for the domain."
    advice = f"Add {outgoing.term} to it."
    return replace(finding, state=RecordState.different, finding=text, advice=advice)


async def _results(outgoing: Outgoing, resolver: Resolver) -> set[str]:
    """What the record says of each address of the server."""
    if outgoing.host is None:
        return set()
    addresses = [
        *await resolver.addresses(outgoing.host, "A"),
        *await resolver.addresses(outgoing.host, "AAAA"),
    ]
    sender = f"postmaster@{outgoing.domain}"
    clients = [Client(each, outgoing.host, sender) for each in addresses[:MOST_ADDRESSES]]
    return {(await check_client(client, resolver)).result for client in clients}


def _with(terms: list[str], term: str) -> str:
    """The record with one more term, before the one that speaks of all others."""
    ends = [
        at for at, each in enumerate(terms) if each.lower().endswith("all") or "redirect=" in each.lower()
    ]
    at = ends[0] if ends else len(terms)
    return " ".join([*terms[:at], term, *terms[at:]])
