"""The conditions of parser rules: what may be asked of a mail.

Nothing here is a regular expression: a pattern knows `*` alone, which is matched in linear time, so that no
rule and no mail can hold up the others (T72).
"""

from enum import StrEnum
from ipaddress import ip_network
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from deskbell.channels.email.inbound.models import Source
from deskbell.core.fields import Id, Line
from deskbell.core.pagination import Write

LONGEST_VALUE: Final = 200
MOST_CONDITIONS: Final = 20


class Phase(StrEnum):
    """When a rule looks at a mail: `before` it is read, at what came with it; or `after`, at all of it."""

    before = "before"
    after = "after"


class Operator(StrEnum):
    """How a text is compared; the case of letters never matters. In `matches`, `*` stands for anything."""

    contains = "contains"
    equals = "equals"
    starts_with = "starts_with"
    ends_with = "ends_with"
    matches = "matches"
    present = "present"


Value = Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST_VALUE)]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[!-9;-~]{1,100}$", to_lower=True)]


def _network(value: str) -> str:
    try:
        return str(ip_network(value, strict=False))
    except ValueError:
        message = "must be an IP address or a network such as 192.0.2.0/24"
        raise ValueError(message) from None


Network = Annotated[Line, AfterValidator(_network)]


TextField = Literal[
    "envelope_sender",
    "recipient",
    "helo",
    "header",
    "subject",
    "text",
    "sender",
    "sender_name",
    "attachment_name",
    "attachment_type",
]


class Negatable(Write):
    """A condition that can be turned round."""

    negated: bool = Field(False, description="Whether it has to be otherwise.")  # noqa: FBT003


class TextCondition(Negatable):
    """About a text of the mail; where there are several (headers, recipients, files), any of them will do."""

    field: TextField = Field(
        description="`envelope_sender`, `recipient` and `helo` are of the delivery; `header` is the one "
        "named, before reading as it stands in the mail. The others are known after reading only."
    )
    header: HeaderName | None = Field(
        None, description="Which header, for the field `header`.", examples=["x-spam-flag"]
    )
    operator: Operator = Field(description="How it is compared; `present` needs no value.")
    value: Value | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> "TextCondition":
        if (self.field == "header") != (self.header is not None):
            message = "a header is named for the field `header`, and for it alone"
            raise ValueError(message)
        if (self.operator is Operator.present) != (self.value is None):
            message = "every operator but `present` needs a value"
            raise ValueError(message)
        return self


class NumberCondition(Negatable):
    """About the size of the mail in bytes, or how many files it has (known after reading only)."""

    field: Literal["size", "attachments"]
    operator: Literal["over", "under"]
    value: int = Field(ge=0, le=1_000_000_000)


class MailboxCondition(Negatable):
    """About the mailbox that the mail came for."""

    field: Literal["mailbox"]
    mailbox_id: Id


class SourceCondition(Negatable):
    """About the door by which the mail came."""

    field: Literal["source"]
    value: Source


class ClientCondition(Negatable):
    """About the address of the server that brought the mail, where our own listener took it."""

    field: Literal["client"]
    network: Network = Field(examples=["192.0.2.0/24"])


class VerdictCondition(Negatable):
    """About whether the mail is its author's; known after reading only."""

    field: Literal["verdict"]
    value: Literal["pass", "none", "fail"]


class AutomaticCondition(Negatable):
    """About whether a program wrote the mail; known after reading only."""

    field: Literal["automatic"]


Condition = Annotated[
    TextCondition
    | NumberCondition
    | MailboxCondition
    | SourceCondition
    | ClientCondition
    | VerdictCondition
    | AutomaticCondition,
    Field(discriminator="field"),
]
EARLY: Final = frozenset(
    {"envelope_sender", "recipient", "helo", "header", "size", "mailbox", "source", "client"}
)
"""The fields that are known before a mail is read."""
