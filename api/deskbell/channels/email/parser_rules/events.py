"""Facts about parser rules: numbers and names of fields, never what is looked for."""

from typing import ClassVar

from deskbell.events.event import Event


class MailRuleEvent(Event):
    """A fact about a parser rule."""

    subject: ClassVar[str] = "mail_rule"

    mail_rule_id: int


class MailRuleCreated(MailRuleEvent, type="mail_rule.created", internal=True):
    """There is a new rule, the last of all."""


class MailRuleChanged(MailRuleEvent, type="mail_rule.changed", internal=True):
    """A rule changed; `fields` names what, not into what."""

    fields: list[str]


class MailRuleMoved(MailRuleEvent, type="mail_rule.moved", internal=True):
    """A rule has another place."""

    before: int
    after: int


class MailRuleDeleted(MailRuleEvent, type="mail_rule.deleted", internal=True):
    """A rule is gone; what it made of mails stays."""
