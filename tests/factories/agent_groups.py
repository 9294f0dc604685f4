"""Groups of agents for tests."""

from itertools import count

from deskbell.permissions.models import (
    AgentGroup,
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
)

NUMBERS = count(1)


async def make_agent_group(session, *members, permissions=(), departments=(), **columns):
    """A group of agents that gives these permissions, and full access to these departments."""
    group = AgentGroup(name=f"Agent group {next(NUMBERS)}", **columns)
    session.add(group)
    await session.flush()
    session.add_all(AgentGroupMember(user_id=each.id, group_id=group.id) for each in members)
    session.add_all(AgentGroupPermission(group_id=group.id, permission=name) for name in permissions)
    session.add_all(AgentGroupDepartment(group_id=group.id, department_id=each.id) for each in departments)
    await session.flush()
    await session.refresh(group)
    return group
