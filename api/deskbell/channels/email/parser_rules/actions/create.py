"""Making a parser rule."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.actions.choices import refuse_early, refuse_unknown
from deskbell.channels.email.parser_rules.events import MailRuleCreated
from deskbell.channels.email.parser_rules.models import MailRule
from deskbell.channels.email.parser_rules.problems import TooManyRules
from deskbell.channels.email.parser_rules.queries import system_rules_for_update
from deskbell.channels.email.parser_rules.schemas import MOST_RULES, MailRuleCreate
from deskbell.core.auth import Actor
from deskbell.events.record import record

_LOCK = 0x2EC2


async def create_rule(session: AsyncSession, actor: Actor, body: MailRuleCreate) -> MailRule:
    """Make a rule, the last of all. Raises `TooManyRules`, `UnknownChoice`, `ConditionTooEarly`."""
    wanted = body.model_dump(mode="json")
    refuse_early(body.phase, wanted["conditions"])
    await refuse_unknown(session, wanted)
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    others = await system_rules_for_update(session)
    if len(others) >= MOST_RULES:
        raise TooManyRules(f"Delete one first: there can be {MOST_RULES}.")
    rule = MailRule(**wanted, position=max((each.position for each in others), default=0) + 1)
    session.add(rule)
    await session.flush()
    await session.refresh(rule)
    await record(session, actor, MailRuleCreated(mail_rule_id=rule.id))
    return rule
