"""Making a group of agents."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import ProblemError
from deskbell.events.record import record
from deskbell.permissions.events import AgentGroupCreated
from deskbell.permissions.models import AgentGroup
from deskbell.permissions.problems import GroupNameTaken


async def create_group(session: AsyncSession, actor: Actor, name: str) -> AgentGroup:
    """Make a group that gives nothing yet. Raises `GroupNameTaken`."""
    row = insert(AgentGroup).values(name=name).on_conflict_do_nothing()
    made: AgentGroup | None = await session.scalar(row.returning(AgentGroup))
    if made is None:
        raise GroupNameTaken(errors=[ProblemError(pointer="/name", message="Another group has this name.")])
    await record(session, actor, AgentGroupCreated(agent_group_id=made.id))
    return made
