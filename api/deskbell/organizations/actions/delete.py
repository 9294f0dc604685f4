"""Deleting an organization."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.organizations.events import OrganizationDeleted
from deskbell.organizations.models import Organization
from deskbell.organizations.queries import system_organization_for_update


async def delete_organization(
    session: AsyncSession, actor: Actor, organization_id: int, seen: int | None
) -> None:
    """Delete it with its memberships and domains; its people and its tickets stay, the tickets without one.

    Raises `NotFound`, `StaleVersion`.
    """
    as_seen(await system_organization_for_update(session, organization_id), seen)
    await session.execute(delete(Organization).where(Organization.id == organization_id))
    await record(session, actor, OrganizationDeleted(organization_id=organization_id))
