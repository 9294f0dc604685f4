"""The ledger of received mail as the API gives it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from deskbell.channels.email.inbound.models import Fate, Source
from deskbell.core.fields import Id, Moment, QueryId, Text
from deskbell.core.pagination import PageQuery, Read, Write

MOST_NAMED = 500
MOST_REPLAYED = 10_000
Part = Annotated[Text, StringConstraints(min_length=1, max_length=500)]


class VerdictRead(Read):
    """Who wrote a mail, how sure that is, and why."""

    standing: Literal["pass", "none", "fail"] = Field(
        description="`pass`: surely its author's; `none`: nothing speaks for it; `fail`: most likely forged."
    )
    by: Literal["trusted-header", "computed"] = Field(description="Whose finding it is.")
    address: str | None = Field(description="The author that this is about.")
    domain: str | None
    dkim: list[str] = Field(description="The author's domains whose signatures hold.")
    spf: str
    reason: str = Field(description="In words, for agents.")


class InboundMailRead(Read):
    """A mail that came in, and what became of it. What it says of its author proves nothing."""

    id: int
    fate: Fate = Field(
        description="All but `waiting` and `accepted` ones can be replayed while they are kept."
    )
    reason: str = Field(description="Why it was refused, is held, or could not be read.")
    mailbox_id: int | None = Field(description="Null when the mailbox is gone.")
    department_id: int
    source: Source = Field(description="The door by which it came.")
    sender: str = Field(description="The envelope's sender; empty for the null return path.")
    recipients: list[str] = Field(description="The envelope's recipients in this mailbox.")
    address: str = Field(description="The author's address.")
    name: str = Field(description="The author's name.")
    reply_to: str = Field(description="Where it wants answers, if it says so; the author is still `address`.")
    subject: str
    internet_id: str = Field(description="Its own Message-ID, without brackets.")
    client: str = Field(description="The address of the server that brought it; empty where it isn't known.")
    helo: str = Field(description="What that server called itself.")
    size: int = Field(description="Bytes.")
    received_at: datetime
    decided_at: datetime | None
    duplicates: int = Field(description="How often the same mail was delivered again.")
    verdict: VerdictRead | None
    automatic: bool = Field(description="Whether a program sent it.")
    notes: list[str] = Field(description="Codes of what was odd in it.")
    threaded_by: str | None = Field(
        description="By what its ticket was found: `token`, `reference`, `subject`, `bounce`, `replay`, "
        "or `none` for a new one."
    )
    ticket_id: int | None
    message_id: int | None
    maybe_related: list[int] = Field(description="Tickets that it only hints at.")
    rule_ids: list[int] = Field(
        description="The parser rules that took hold of it, in order. Where one kept it from becoming a "
        "message, that is the last of them."
    )
    ban_id: int | None = Field(description="The ban that kept it out.")
    replay_id: int | None = Field(description="The last time that it was read again together with others.")


class LedgerFilter(Write):
    """What received mail is narrowed to; all of it has to be so. Repeated fates mean any of them."""

    fate: list[Fate] = Field([], max_length=len(Fate), description="What became of it.")
    mailbox_id: QueryId | None = Field(None, description="The mailbox that it came for.")
    ticket_id: QueryId | None = Field(None, description="The ticket that it is on.")
    rule_id: QueryId | None = Field(None, description="A parser rule that took hold of it.")
    ban_id: QueryId | None = Field(None, description="The ban that kept it out.")
    sender: Part | None = Field(None, description="A part of the author's or the envelope's address.")
    subject: Part | None = Field(None, description="A part of the subject.")
    internet_id: Part | None = Field(None, description="Its Message-ID, with or without brackets.")
    received_after: Moment | None = Field(None, description="It came at this time or later.")
    received_before: Moment | None = Field(None, description="It came before this time.")
    q: Part | None = Field(None, description="A part of the subject or of the author's address.")


class LedgerQuery(LedgerFilter, PageQuery):
    """A list of received mail."""


class ReplayCreate(Write):
    """The mails to read once more: these, or those that the filter finds."""

    inbound_mail_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_NAMED)] | None = None
    filter: LedgerFilter | None = Field(
        None, description=f"At most the {MOST_REPLAYED} oldest of them: repeat it for more."
    )

    @model_validator(mode="after")
    def _names_mails(self) -> "ReplayCreate":
        if (self.inbound_mail_ids is None) == (self.filter is None):
            message = "give either inbound_mail_ids or a filter"
            raise ValueError(message)
        return self


class ReplayRead(Read):
    """Many mails that are read once more, and how far that is."""

    id: int
    created_at: datetime
    ordered_by_id: int | None
    mails: int = Field(description="How many mails are read once more.")
    waiting: int = Field(description="How many of them wait to be read; none: it is done.")
    accepted: int = Field(description="How many became messages.")
    others: int = Field(description="How many were held, refused, ignored or could not be read again.")
