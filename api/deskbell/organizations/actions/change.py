"""Changing what an organization is called, who looks after it, and what it stands below."""

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.preconditions import as_seen
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.organizations.events import (
    OrganizationAccountManagerChanged,
    OrganizationChanged,
    OrganizationParentChanged,
)
from deskbell.organizations.models import Organization
from deskbell.organizations.problems import (
    CircularParent,
    NoSuchOrganization,
    NoSuchPerson,
    OrganizationNameTaken,
    at,
)
from deskbell.organizations.queries import (
    system_lock_structure,
    system_organization_for_update,
    system_stands_below,
)
from deskbell.organizations.schemas import OrganizationUpdate
from deskbell.users.models import User

PLAIN = ("name", "description", "website", "phone", "notes", "labels")


async def change_organization(
    session: AsyncSession, actor: Actor, organization_id: int, body: OrganizationUpdate, seen: int | None
) -> None:
    """Change what the body names. Raises `NotFound`, `StaleVersion`, and what making one may raise."""
    row = as_seen(await system_organization_for_update(session, organization_id), seen)
    facts: list[Event] = []
    given = {name: getattr(body, name) for name in PLAIN if getattr(body, name) is not None}
    fields = [name for name, value in given.items() if value != getattr(row, name)]
    if fields:
        await _take(session, row, {name: given[name] for name in fields})
        facts.append(OrganizationChanged.of({"organization_id": row.id, "fields": fields}))
    named, manager_id, parent_id = body.model_fields_set, body.account_manager_id, body.parent_id
    if "account_manager_id" in named and manager_id != row.account_manager_id:
        await refuse_account_manager(session, actor, manager_id)
        before, row.account_manager_id = row.account_manager_id, manager_id
        facts.append(
            OrganizationAccountManagerChanged(organization_id=row.id, before=before, after=manager_id)
        )
    if "parent_id" in named and parent_id != row.parent_id:
        await refuse_parent(session, actor, row.id, parent_id)
        before, row.parent_id = row.parent_id, parent_id
        facts.append(OrganizationParentChanged(organization_id=row.id, before=before, after=parent_id))
    if facts:
        touch(row)
        await record(session, actor, *facts)


def touch(organization: Organization) -> None:
    """Count the change."""
    organization.version += 1
    organization.updated_at = datetime.now(UTC)


async def _take(session: AsyncSession, row: Organization, values: dict[str, object]) -> None:
    try:
        async with session.begin_nested():
            for name, value in values.items():
                setattr(row, name, value)
    except IntegrityError:
        message = "Another organization has this name."
        raise OrganizationNameTaken(errors=at("/name", message)) from None


async def refuse_account_manager(session: AsyncSession, _actor: Actor, user_id: int | None) -> None:
    """Raise `NoSuchPerson` unless it is an agent who can work, or nobody."""
    if user_id is None:
        return
    user = await session.get(User, user_id)
    if user is None or user.level < Level.agent or user.disabled_at is not None:
        message = "Choose an agent, or an admin."
        raise NoSuchPerson(errors=at("/account_manager_id", message))


async def refuse_parent(
    session: AsyncSession, _actor: Actor, organization_id: int | None, parent_id: int | None
) -> None:
    """Raise `NoSuchOrganization`, or `CircularParent` where it would stand below itself."""
    if parent_id is None:
        return
    await system_lock_structure(session)
    parent = await session.get(Organization, parent_id)
    if parent is None or parent.merged_into_id is not None:
        raise NoSuchOrganization(errors=at("/parent_id", "There is no such organization."))
    if organization_id is not None and await system_stands_below(session, parent_id, organization_id):
        message = "It is the same one, or stands below it already."
        raise CircularParent(errors=at("/parent_id", message))
