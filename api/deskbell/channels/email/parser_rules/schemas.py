"""Parser rules as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from deskbell.channels.email.inbound.models import Source
from deskbell.channels.email.parser_rules.conditions import (
    MOST_CONDITIONS,
    Condition,
    Operator,
    Phase,
    TextField,
)
from deskbell.channels.email.parser_rules.models import Decision
from deskbell.core.fields import Id, Line
from deskbell.core.pagination import Read, Write

MOST_RULES: Final = 200
MOST_NAMED: Final = 20
RuleName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Reason = Annotated[Line, StringConstraints(max_length=300)]
Conditions = Annotated[list[Condition], Field(min_length=1, max_length=MOST_CONDITIONS)]
Named = Annotated[list[Id], Field(max_length=MOST_NAMED)]
Needs = Literal["all", "any"]

_DECISION = (
    "`refuse`: kept as refused, nobody is told; `hold`: waits for a person; `ignore`: kept, and nothing is "
    "made of it. Null: it becomes a message. A mail that a person has read once more is not stopped by it."
)
_NEW_TICKETS = "For a ticket that the mail opens; an answer leaves its ticket as it is."


class TextConditionRead(Read):
    """About a text of the mail."""

    field: TextField
    header: str | None
    operator: Operator
    value: str | None
    negated: bool


class NumberConditionRead(Read):
    """About a number: bytes, or files."""

    field: Literal["size", "attachments"]
    operator: Literal["over", "under"]
    value: int
    negated: bool


class MailboxConditionRead(Read):
    """About the mailbox that the mail came for."""

    field: Literal["mailbox"]
    mailbox_id: int
    negated: bool


class SourceConditionRead(Read):
    """About the door by which the mail came."""

    field: Literal["source"]
    value: Source
    negated: bool


class ClientConditionRead(Read):
    """About the server that brought the mail."""

    field: Literal["client"]
    network: str
    negated: bool


class VerdictConditionRead(Read):
    """About whether the mail is its author's."""

    field: Literal["verdict"]
    value: Literal["pass", "none", "fail"]
    negated: bool


class AutomaticConditionRead(Read):
    """About whether a program wrote the mail."""

    field: Literal["automatic"]
    negated: bool


ConditionRead = Annotated[
    TextConditionRead
    | NumberConditionRead
    | MailboxConditionRead
    | SourceConditionRead
    | ClientConditionRead
    | VerdictConditionRead
    | AutomaticConditionRead,
    Field(discriminator="field"),
]


class MailRuleRead(Read):
    """What is done with mail that is as its conditions say."""

    id: int
    name: str
    phase: Phase
    position: int = Field(description="Its place among all rules, from 1.")
    enabled: bool
    needs: Needs = Field(description="Whether all of its conditions have to hold, or any.")
    conditions: list[ConditionRead]
    decision: Decision | None = Field(description=_DECISION)
    reason: str = Field(description="Why it decides so; stands in the ledger.")
    department_id: int | None = Field(description=_NEW_TICKETS)
    priority_id: int | None = Field(description=_NEW_TICKETS)
    type_id: int | None = Field(description=_NEW_TICKETS)
    label_ids: list[int] = Field(description="Labels that are put on the ticket, be it new or not.")
    follower_ids: list[int] = Field(description="People who follow the ticket from then on.")
    automatic: bool = Field(
        description="The mail counts as one of a program: it is not answered by itself and reopens nothing."
    )
    stop: bool = Field(description="No later rule looks at the mail.")
    created_at: datetime
    updated_at: datetime
    version: int = Field(
        description="Grows with every change; give it as `If-Match` to change only what you have seen."
    )


class MailRuleCreate(Write):
    """A new parser rule, the last of all."""

    name: RuleName
    phase: Phase = Phase.after
    enabled: bool = True
    needs: Needs = "all"
    conditions: Conditions
    decision: Decision | None = Field(None, description=_DECISION)
    reason: Reason = ""
    department_id: Id | None = Field(None, description=_NEW_TICKETS)
    priority_id: Id | None = Field(None, description=_NEW_TICKETS)
    type_id: Id | None = Field(None, description=_NEW_TICKETS)
    label_ids: Named = Field([])
    follower_ids: Named = Field([])
    automatic: bool = False
    stop: bool = False


class MailRuleUpdate(Write):
    """Changes to a parser rule; a member left out stays. Null takes a choice away."""

    name: RuleName | None = None
    phase: Phase | None = None
    enabled: bool | None = None
    needs: Needs | None = None
    conditions: Conditions | None = None
    decision: Decision | None = None
    reason: Reason | None = None
    department_id: Id | None = None
    priority_id: Id | None = None
    type_id: Id | None = None
    label_ids: Named | None = None
    follower_ids: Named | None = None
    automatic: bool | None = None
    stop: bool | None = None


class MailRuleOrder(Write):
    """Every parser rule once, the first one first."""

    rule_ids: Annotated[list[Id], Field(max_length=MOST_RULES)]


class MailRuleTry(Write):
    """A received mail, and the rule to hold against it; without one, all that are enabled, in order."""

    inbound_mail_id: Id
    rule: MailRuleCreate | None = None


class TriedRule(Read):
    """What one rule found in the mail."""

    id: int | None = Field(description="Null for one that is only tried.")
    name: str
    phase: Phase
    conditions: list[bool] = Field(description="For each of its conditions whether it holds.")
    took_hold: bool


class MailRuleTrial(Read):
    """What rules would make of a mail; nothing was done."""

    rules: list[TriedRule] = Field(description="Those that looked at the mail: none behind one that stopped.")
    decision: Decision | None = Field(description="What would become of it instead of a message.")
    reason: str
    department_id: int | None
    priority_id: int | None
    type_id: int | None
    label_ids: list[int]
    follower_ids: list[int]
    automatic: bool
