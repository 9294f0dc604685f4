"""Reading parser rules."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.parser_rules.applying import Rule, rule_of
from deskbell.channels.email.parser_rules.models import MailRule
from deskbell.channels.email.parser_rules.schemas import MailRuleRead
from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound

_ENABLED = Prepared(
    select(*MailRule.__table__.c).where(MailRule.enabled).order_by(MailRule.position, MailRule.id)
)


def may(actor: Actor) -> ColumnElement[bool]:
    """Which rules an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def all_rules(connection: AsyncConnection, actor: Actor) -> list[MailRuleRead]:
    """Every rule, in order."""
    statement = select(*MailRule.__table__.c).where(may(actor)).order_by(MailRule.position, MailRule.id)
    return [read(MailRule(**row)) for row in (await connection.execute(statement)).mappings()]


async def one_rule(connection: AsyncConnection, actor: Actor, rule_id: int) -> MailRuleRead:
    """One rule. Raises `NotFound`."""
    statement = select(*MailRule.__table__.c).where(may(actor), MailRule.id == rule_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return read(MailRule(**row))


def read(rule: MailRule) -> MailRuleRead:
    """A rule as it is answered."""
    return MailRuleRead.model_validate({name: getattr(rule, name) for name in MailRuleRead.model_fields})


async def enabled_rules(source: Source, actor: Actor) -> list[Rule]:
    """The rules that are on, in order, for whoever may know of them."""
    return await system_rules(source) if actor.level >= Level.admin else []


async def system_rules(source: Source) -> list[Rule]:
    """The rules that are on, in order."""
    return [rule_of(MailRule(**row)) for row in await _ENABLED.all(source, {})]


async def system_rules_for_update(session: AsyncSession) -> Sequence[MailRule]:
    """Every rule in order, locked against other changes."""
    statement = select(MailRule).order_by(MailRule.position, MailRule.id).with_for_update()
    return (await session.scalars(statement)).all()


async def system_rule_for_update(session: AsyncSession, rule_id: int) -> MailRule | None:
    """A rule as it is now, locked against other changes."""
    return await session.get(MailRule, rule_id, with_for_update=True, populate_existing=True)
