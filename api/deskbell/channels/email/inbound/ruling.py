"""A mail as parser rules see it, and what their decisions are in the ledger."""

from collections.abc import Collection, Sequence
from typing import Final, Protocol

from deskbell.channels.email.inbound.body import body_of
from deskbell.channels.email.inbound.models import Fate
from deskbell.channels.email.parser_rules.applying import Outcome, Rule, apply
from deskbell.channels.email.parser_rules.conditions import Phase
from deskbell.channels.email.parser_rules.matching import Read, Seen
from deskbell.channels.email.parser_rules.models import Decision
from deskbell.channels.email.parsing import Parsed
from deskbell.kit.html import clean

TOO_LARGE: Final = "It is larger than its mailbox takes ({limit} bytes)."
FATES: Final = {Decision.refuse: Fate.refused, Decision.hold: Fate.held, Decision.ignore: Fate.ignored}


class Came(Protocol):
    """How a mail came: a row of the ledger, or one that a worker has claimed."""

    @property
    def mailbox_id(self) -> int | None: ...  # noqa: D102 - as the ledger's columns
    @property
    def source(self) -> str: ...  # noqa: D102 - the same
    @property
    def sender(self) -> str: ...  # noqa: D102 - the same
    @property
    def recipients(self) -> Sequence[str]: ...  # noqa: D102 - the same
    @property
    def client(self) -> str: ...  # noqa: D102 - the same
    @property
    def helo(self) -> str: ...  # noqa: D102 - the same


def seen(came: Came, raw: bytes) -> Seen:
    """A mail that nobody has read yet."""
    return Seen(
        mailbox_id=came.mailbox_id,
        source=came.source,
        envelope_sender=came.sender,
        recipients=came.recipients,
        client=came.client,
        helo=came.helo,
        raw=raw,
    )


def read_of(parsed: Parsed, sender: tuple[str, str], standing: str, *, automatic: bool) -> Read:
    """What rules may know of a mail that was read; `sender` is the author's name and address."""
    name, address = sender
    return Read(
        headers=parsed.headers.fields,
        subject=parsed.headers.subject,
        sender=address,
        sender_name=name,
        text=lambda: _text_of(parsed),
        standing=standing,
        automatic=automatic,
        attachments=[(each.name, each.content_type) for each in parsed.attachments],
    )


def ruled_before(
    rules: Collection[Rule], came: Came, raw: bytes, limit: int | None, *, again: bool
) -> Outcome:
    """What the mailbox's limit and the rules that look before reading want.

    `again`: a person had it read once more, so nothing turns it away.
    """
    outcome = Outcome()
    if limit is not None and len(raw) > limit and not again:
        outcome.decision, outcome.reason = Decision.refuse, TOO_LARGE.format(limit=limit)
    elif rules:
        apply(rules, Phase.before, seen(came, raw), outcome, decides=not again)
    return outcome


def _text_of(parsed: Parsed) -> str:
    body = body_of(parsed)
    return (body.text or "") if body.html is None else clean(body.html).text
