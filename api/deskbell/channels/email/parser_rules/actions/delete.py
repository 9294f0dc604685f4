"""Deleting a parser rule."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.events import MailRuleDeleted
from deskbell.channels.email.parser_rules.queries import system_rule_for_update
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record


async def delete_rule(session: AsyncSession, actor: Actor, rule_id: int, seen: int | None) -> None:
    """Delete a rule; what it made of mails stays. Raises `NotFound`, `StaleVersion`."""
    rule = as_seen(await system_rule_for_update(session, rule_id), seen)
    await session.delete(rule)
    await session.flush()
    await record(session, actor, MailRuleDeleted(mail_rule_id=rule_id))
