"""Changing a parser rule."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.actions.choices import refuse_early, refuse_unknown
from deskbell.channels.email.parser_rules.events import MailRuleChanged
from deskbell.channels.email.parser_rules.models import MailRule
from deskbell.channels.email.parser_rules.queries import system_rule_for_update
from deskbell.channels.email.parser_rules.schemas import MailRuleUpdate
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record

MAY_BE_NULL: Final = frozenset({"decision", "department_id", "priority_id", "type_id"})


async def change_rule(
    session: AsyncSession, actor: Actor, rule_id: int, body: MailRuleUpdate, seen: int | None
) -> MailRule:
    """Change what the body names. Raises `NotFound`, `StaleVersion`, and what making one does."""
    rule = as_seen(await system_rule_for_update(session, rule_id), seen)
    given = body.model_dump(mode="json", exclude_unset=True)
    wanted = {name: value for name, value in given.items() if value is not None or name in MAY_BE_NULL}
    refuse_early(wanted.get("phase", rule.phase), wanted.get("conditions", rule.conditions))
    changed = {name: value for name, value in wanted.items() if getattr(rule, name) != value}
    await refuse_unknown(session, changed)
    for name, value in changed.items():
        setattr(rule, name, value)
    if changed:
        rule.version += 1
        rule.updated_at = datetime.now(UTC)
        await session.flush()
        await record(session, actor, MailRuleChanged(mail_rule_id=rule.id, fields=sorted(changed)))
    return rule
