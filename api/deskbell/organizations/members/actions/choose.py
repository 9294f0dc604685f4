"""Choosing to which of one's organizations one's tickets belong."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.organizations.members.actions.put import set_default
from deskbell.organizations.members.queries import system_member_for_update


async def choose_default(session: AsyncSession, actor: Actor, organization_id: int) -> None:
    """Make it the actor's default. `NotFound` unless they belong to it, by more than an address."""
    row = await system_member_for_update(session, organization_id, actor.account_id)
    if row is None:
        raise NotFound
    await set_default(session, actor, row, default=True)
