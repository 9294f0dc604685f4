"""Putting the parser rules into another order."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.events import MailRuleMoved
from deskbell.channels.email.parser_rules.problems import RulesDiffer
from deskbell.channels.email.parser_rules.queries import system_rules_for_update
from deskbell.core.auth import Actor
from deskbell.events.record import record


async def reorder(session: AsyncSession, actor: Actor, rule_ids: Sequence[int]) -> None:
    """Give every rule its place; one that has it already changes nothing. Raises `RulesDiffer`."""
    rules = {rule.id: rule for rule in await system_rules_for_update(session)}
    if sorted(rule_ids) != sorted(rules):
        raise RulesDiffer("Read the list again; name each of its rules once.")
    facts = []
    for place, rule_id in enumerate(rule_ids, start=1):
        rule = rules[rule_id]
        if rule.position != place:
            facts.append(MailRuleMoved(mail_rule_id=rule_id, before=rule.position, after=place))
            rule.position = place
    await session.flush()
    if facts:
        await record(session, actor, *facts)
