"""Renaming a group of agents, and restricting those in it."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import ProblemError
from deskbell.events.record import record
from deskbell.permissions.actions.restrict import set_restrictions
from deskbell.permissions.events import AgentGroupChanged
from deskbell.permissions.models import AgentGroup
from deskbell.permissions.problems import BuiltInGroup, GroupNameTaken
from deskbell.permissions.queries import system_group_for_update
from deskbell.permissions.schemas import AgentGroupUpdate

Field = Literal["name", "addresses", "second_factor_required", "expires_at", "records_an_hour"]


async def change_group(
    session: AsyncSession, actor: Actor, group_id: int, wanted: AgentGroupUpdate, seen: int | None
) -> None:
    """Change what is named. Raises `NotFound`, `StaleVersion`, `BuiltInGroup`, `GroupNameTaken`."""
    group = as_seen(await system_group_for_update(session, group_id), seen)
    fields: list[Field] = []
    if wanted.name is not None and wanted.name != group.name:
        if group.kind != "own":
            raise BuiltInGroup
        await _rename(session, group, wanted.name)
        fields.append("name")
    if wanted.restrictions is not None:
        fields += set_restrictions(group, wanted.restrictions)
    if fields:
        group.version, group.updated_at = group.version + 1, datetime.now(UTC)
        await session.flush()
        await record(session, actor, AgentGroupChanged(agent_group_id=group.id, fields=fields))


async def _rename(session: AsyncSession, group: AgentGroup, name: str) -> None:
    try:
        async with session.begin_nested():
            group.name = name
    except IntegrityError:
        raise GroupNameTaken(
            errors=[ProblemError(pointer="/name", message="Another group has this name.")]
        ) from None
