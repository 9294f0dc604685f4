"""Giving a group a rule, and taking it away."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.jobs import enqueue
from deskbell.events.record import record
from deskbell.user_groups.directory.queries import own_group_for_update
from deskbell.user_groups.events import UserGroupRuleChanged
from deskbell.user_groups.models import UserGroup
from deskbell.user_groups.rule import GroupRule

FOLLOW_GROUP: Final = "user_groups.follow_group"


async def set_rule(
    session: AsyncSession, actor: Actor, group_id: int, rule: GroupRule | None, seen: int | None
) -> UserGroup:
    """Let the rule say who is in the group; without one, those whom it put in leave. A job follows it.

    Raises `NotFound`, `StaleVersion`, `BuiltIn`.
    """
    group = await own_group_for_update(session, actor, group_id, seen)
    before = [] if group.rule is None else GroupRule.model_validate(group.rule).words()
    after = [] if rule is None else rule.words()
    if before == after:
        return group
    group.rule = None if rule is None else rule.model_dump()
    group.version, group.updated_at = group.version + 1, datetime.now(UTC)
    await session.flush()
    await record(session, actor, UserGroupRuleChanged(user_group_id=group_id, before=before, after=after))
    await enqueue(session, FOLLOW_GROUP, {"group_id": group_id}, lock=f"user_group:{group_id}")
    return group
