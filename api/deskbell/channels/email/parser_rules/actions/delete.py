"""Deleting a parser rule."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.actions.change import to_change
from deskbell.channels.email.parser_rules.events import MailRuleDeleted
from deskbell.core.auth import Actor
from deskbell.events.record import record


async def delete_rule(session: AsyncSession, actor: Actor, rule_id: int, seen: int | None) -> None:
    """Delete a rule; what it made of mails stays. Raises `NotFound`, `StaleVersion`."""
    rule = await to_change(session, rule_id, seen)
    await session.delete(rule)
    await session.flush()
    await record(session, actor, MailRuleDeleted(mail_rule_id=rule_id))
