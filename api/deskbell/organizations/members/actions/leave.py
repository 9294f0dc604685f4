"""Taking somebody out of an organization."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.events.record import record
from deskbell.organizations.events import OrganizationMemberRemoved
from deskbell.organizations.members.actions.put import set_default
from deskbell.organizations.members.queries import read_member, system_member_for_update
from deskbell.organizations.models import OrganizationMember, OrganizationRemoval, Role


async def leave(
    session: AsyncSession, actor: Actor, organization_id: int, user_id: int, handed_to_id: int | None
) -> None:
    """Take the person out; an address of its domains presumes them no more. Raises `NotFound`, `NotAllowed`.

    The caller has asked whether the actor looks after its people, and does what follows for tickets.
    Managers are taken out by agents only.
    """
    known = await read_member(session, actor, organization_id, user_id)
    if known.role is Role.manager and not actor.is_staff:
        raise NotAllowed("Managers are taken out by the helpdesk's agents.")
    row = await system_member_for_update(session, organization_id, user_id)
    was_default = row is not None and row.is_default
    if row is not None:
        await session.delete(row)
    removal = insert(OrganizationRemoval).values(organization_id=organization_id, user_id=user_id)
    await session.execute(removal.on_conflict_do_nothing())
    await session.flush()
    fact = OrganizationMemberRemoved(
        organization_id=organization_id,
        user_id=user_id,
        role=None if row is None else Role(row.role),
        handed_to_id=handed_to_id,
    )
    await record(session, actor, fact)
    if was_default:
        await _next_default(session, actor, user_id)


async def refuse_successor(
    session: AsyncSession, actor: Actor, organization_id: int, user_id: int, successor_id: int
) -> None:
    """Raise `NotFound` unless the other is somebody else who belongs to the organization."""
    if successor_id == user_id:
        raise NotFound
    await read_member(session, actor, organization_id, successor_id)


async def _next_default(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """The longest of the other memberships becomes the default."""
    others = select(OrganizationMember).where(OrganizationMember.user_id == user_id)
    oldest = await session.scalar(others.order_by(OrganizationMember.created_at).limit(1))
    if oldest is not None:
        await set_default(session, actor, oldest, default=True)
