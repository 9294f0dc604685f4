"""The ledger of received mail as the API gives it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from deskbell.channels.email.inbound.models import Fate, Source
from deskbell.core.fields import Id
from deskbell.core.pagination import Read, Write

MOST_REPLAYED = 500


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


class ReplayMany(Write):
    """The mails to read once more."""

    inbound_mail_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_REPLAYED)]


class Replayed(Read):
    """Which mails are read once more; the others became messages already, wait, or are not there."""

    inbound_mail_ids: list[int]
