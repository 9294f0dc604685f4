"""Holding rules against a mail that was received, without doing anything."""

from collections.abc import Sequence

from deskbell.channels.email.inbound.ruling import read_of, seen
from deskbell.channels.email.inbound.schemas import InboundMailRead
from deskbell.channels.email.parser_rules.applying import Outcome, Rule, rule_of
from deskbell.channels.email.parser_rules.conditions import Phase
from deskbell.channels.email.parser_rules.matching import Seen
from deskbell.channels.email.parser_rules.models import MailRule
from deskbell.channels.email.parser_rules.schemas import MailRuleCreate, MailRuleTrial, TriedRule
from deskbell.channels.email.parsing import robot_in
from deskbell.channels.email.parsing.parser import Parser

DRAFT = 0
"""The number of a rule that is not kept."""


def draft(body: MailRuleCreate) -> Rule:
    """A rule that is only tried."""
    return rule_of(MailRule(**body.model_dump(mode="json"), id=DRAFT))


async def hold_against(rules: Sequence[Rule], mail: InboundMailRead, raw: bytes) -> MailRuleTrial:
    """What each rule finds in the mail, and what all of them together would make of it.

    The verdict is the one that was found when it came, whatever its domain publishes by now.
    """
    outcome, tried = Outcome(), list[TriedRule]()
    view = seen(mail, raw)
    _try(rules, Phase.before, view, outcome, tried)
    if not outcome.stopped:
        async with Parser() as parser:
            parsed = await parser.parse(raw)
        robot = robot_in(parsed.headers, None if mail.source == "imap" else mail.sender)
        standing = mail.verdict.standing if mail.verdict else "none"
        author = (mail.name, mail.address)
        automatic = robot.automatic or outcome.automatic
        view.know(read_of(parsed, author, standing, automatic=automatic))
        _try(rules, Phase.after, view, outcome, tried)
    return MailRuleTrial(
        rules=tried,
        decision=outcome.decision,
        reason=outcome.reason,
        department_id=outcome.department_id,
        priority_id=outcome.priority_id,
        type_id=outcome.type_id,
        label_ids=outcome.label_ids,
        follower_ids=outcome.follower_ids,
        automatic=outcome.automatic,
    )


def _try(rules: Sequence[Rule], phase: Phase, mail: Seen, outcome: Outcome, tried: list[TriedRule]) -> None:
    for rule in rules:
        if outcome.stopped:
            return
        if rule.row.phase != phase:
            continue
        found = rule.found(mail)
        took_hold = rule.takes_hold(found)
        number = rule.row.id or None
        tried.append(
            TriedRule(id=number, name=rule.row.name, phase=phase, conditions=found, took_hold=took_hold)
        )
        if took_hold:
            outcome.take(rule.row, decides=True)
