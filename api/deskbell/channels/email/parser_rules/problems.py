"""What may stand in the way of a change to parser rules."""

from deskbell.core.problems import Conflict, InvalidRequest


class TooManyRules(Conflict):
    """Every mail is held against every rule, so there is a limit."""

    code, title = "too_many_rules", "There are as many parser rules as there can be"


class RulesDiffer(Conflict):
    """An order names every rule once; somebody made or deleted one in the meantime."""

    code, title = "rules_differ", "The order does not name every parser rule once"


class UnknownChoice(InvalidRequest):
    """The rule names something that does not exist."""

    code, title = "unknown_reference", "The request names something that does not exist"


class ConditionTooEarly(InvalidRequest):
    """The rule asks, before a mail is read, for what is known after it only."""

    code, title = "condition_too_early", "This is not known before the mail is read"
