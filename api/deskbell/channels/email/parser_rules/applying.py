"""What all rules together make of a mail."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pydantic import TypeAdapter

from deskbell.channels.email.parser_rules.conditions import Condition, Phase
from deskbell.channels.email.parser_rules.matching import Seen, holds
from deskbell.channels.email.parser_rules.models import Decision, MailRule

_CONDITIONS: Final[TypeAdapter[list[Condition]]] = TypeAdapter(list[Condition])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, ready to be asked."""

    row: MailRule
    conditions: Sequence[Condition]

    def found(self, mail: Seen) -> list[bool]:
        """Which of its conditions hold for the mail."""
        return [holds(each, mail) for each in self.conditions]

    def takes_hold(self, found: Sequence[bool]) -> bool:
        """Whether these are enough of them."""
        return all(found) if self.row.needs == "all" else any(found)


@dataclass(slots=True)
class Outcome:
    """What the rules that took hold want. The last one that names a thing is right; lists grow.

    `rule_ids` are those that took hold, in order; where there is a `decision`, the last one made it.
    `stopped`: no other rule is to look at the mail.
    """

    rule_ids: list[int] = field(default_factory=list)
    decision: Decision | None = None
    reason: str = ""
    department_id: int | None = None
    priority_id: int | None = None
    type_id: int | None = None
    label_ids: list[int] = field(default_factory=list)
    follower_ids: list[int] = field(default_factory=list)
    automatic: bool = False
    stopped: bool = False

    def take(self, row: MailRule, *, decides: bool) -> None:
        """Add what a rule wants; what it decides counts where nobody has had the mail read again."""
        self.rule_ids.append(row.id)
        self.department_id = row.department_id or self.department_id
        self.priority_id = row.priority_id or self.priority_id
        self.type_id = row.type_id or self.type_id
        self.label_ids += [each for each in row.label_ids if each not in self.label_ids]
        self.follower_ids += [each for each in row.follower_ids if each not in self.follower_ids]
        self.automatic = self.automatic or row.automatic
        self.stopped = self.stopped or row.stop
        if decides and row.decision is not None:
            self.decision, self.stopped = Decision(row.decision), True
            self.reason = f"The rule “{row.name}” says so" + (f": {row.reason}" if row.reason else ".")


def rule_of(row: MailRule) -> Rule:
    """A row of the table as a rule."""
    return Rule(row, _conditions(json.dumps(row.conditions)))


def apply(rules: Iterable[Rule], phase: Phase, mail: Seen, outcome: Outcome, *, decides: bool = True) -> None:
    """Let the rules of a phase look at the mail, in order, until one stops them."""
    for rule in rules:
        if outcome.stopped:
            return
        if rule.row.phase == phase and rule.takes_hold(rule.found(mail)):
            outcome.take(rule.row, decides=decides)


@lru_cache(maxsize=1000)
def _conditions(document: str) -> Sequence[Condition]:
    return _CONDITIONS.validate_json(document)
