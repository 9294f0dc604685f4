"""DKIM: whether the domain publishes the key that the helpdesk signs with."""

from dataclasses import replace
from typing import Final

from deskbell.channels.email.composing.dkim_keys import DkimKey
from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.channels.email.wizard.records.finding import Finding, RecordKind, RecordState

PURPOSE: Final = (
    "The helpdesk signs each mail. With this key in the domain's zone receivers can check the signature, and "
    "know that the mail is yours, even when it is forwarded."
)
PUBLISH: Final = (
    "Add the TXT record. It is one text; where your provider takes at most 255 characters at a time, split "
    "it into parts that follow each other."
)
TESTING: Final = "y"


async def check_dkim(domain: str, key: DkimKey, resolver: Resolver) -> Finding:
    """Look the key up and say how it stands."""
    name, expected = key.record_name(domain), key.record_text()
    unknown = Finding(
        RecordKind.dkim,
        name,
        PURPOSE,
        expected,
        RecordState.unknown,
        "The name servers gave no answer.",
        "Look again in a few minutes.",
    )
    try:
        found = tuple(text.decode("utf-8", "replace") for text in await resolver.texts(name))
    except LookupFailed:
        return unknown
    return _judged(replace(unknown, found=found))


def _judged(finding: Finding) -> Finding:
    if not finding.found:
        text = f"There is no key at {finding.name}."
        return replace(finding, state=RecordState.missing, finding=text, advice=PUBLISH)
    if len(finding.found) > 1:
        text = f"There are {len(finding.found)} records at {finding.name}; receivers may take the wrong one."
        advice = "Keep only the one shown here."
        return replace(finding, state=RecordState.wrong, finding=text, advice=advice)
    state, text = _compared(_tags(finding.found[0]), _tags(finding.expected))
    advice = "" if state is RecordState.present else "Replace the record by the one shown here."
    return replace(finding, state=state, finding=text, advice=advice)


def _compared(published: dict[str, str], ours: dict[str, str]) -> tuple[RecordState, str]:
    """The key in the zone, held against ours."""
    if published.get("v", "DKIM1") != "DKIM1" or "p" not in published:
        return RecordState.wrong, "The record is no DKIM key."
    if not published["p"]:
        return RecordState.wrong, "The record says that the key was withdrawn, so no signature counts."
    if (published["p"], published.get("k", "rsa")) != (ours["p"], ours["k"]):
        return RecordState.different, "The record holds another key: the helpdesk's signatures fail."
    if TESTING in published.get("t", "").split(":"):
        text = "The key is there, but marked as a test (t=y): its signatures may not count."
        return RecordState.wrong, text
    return RecordState.present, "The key is there: receivers can check the helpdesk's signatures."


def _tags(text: str) -> dict[str, str]:
    """The tags of a key record; blanks inside of a value mean nothing."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            found.setdefault(name.strip().lower(), "".join(value.split()))
    return found
