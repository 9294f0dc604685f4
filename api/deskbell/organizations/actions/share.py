"""Saying who of an organization may do what on each other's tickets."""

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.organizations.actions.change import touch
from deskbell.organizations.events import OrganizationPrivacyChanged, OrganizationSharingChanged
from deskbell.organizations.models import Sharing
from deskbell.organizations.queries import system_organization_for_update
from deskbell.organizations.schemas import SharingPut

RIGHTS: tuple[Literal["see", "reply", "close"], ...] = ("see", "reply", "close")


async def share(
    session: AsyncSession, actor: Actor, organization_id: int, body: SharingPut, seen: int | None
) -> None:
    """Share exactly so; it counts from everybody's next request. Raises `NotFound`, `StaleVersion`."""
    row = as_seen(await system_organization_for_update(session, organization_id), seen)
    facts: list[Event] = []
    for right in RIGHTS:
        before, after = Sharing(getattr(row, right)), getattr(body, right)
        if before != after:
            setattr(row, right, after)
            facts.append(
                OrganizationSharingChanged(organization_id=row.id, right=right, before=before, after=after)
            )
    if row.private_allowed != body.private_allowed:
        row.private_allowed = body.private_allowed
        facts.append(
            OrganizationPrivacyChanged(
                organization_id=row.id, before=not body.private_allowed, after=body.private_allowed
            )
        )
    if facts:
        touch(row)
        await record(session, actor, *facts)
