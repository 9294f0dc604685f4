"""Asking somebody to join an organization, and taking that back."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.organizations.events import OrganizationInvitationEnded, OrganizationInvited
from deskbell.organizations.invitations.queries import system_is_member_address, system_waiting
from deskbell.organizations.invitations.schemas import OrganizationInvitationCreate
from deskbell.organizations.models import OrganizationInvitation
from deskbell.organizations.problems import AlreadyMember, TooManyInvitations, at
from deskbell.organizations.queries import system_organization_for_update

LIFETIME = timedelta(days=14)
MOST_WAITING = 100
_ONCE = ("organization_id", text("lower(address)"))


async def invite(
    session: AsyncSession, actor: Actor, organization_id: int, body: OrganizationInvitationCreate
) -> int:
    """Ask whoever has this address to join; a mail follows. Asked again, it is mailed again. Its number.

    Nobody is told whether there is an account (T85), but of those that belong to it already.
    Raises `NotFound`, `AlreadyMember`, `TooManyInvitations`.
    """
    if await system_organization_for_update(session, organization_id) is None:
        raise NotFound
    if await system_is_member_address(session, organization_id, body.email):
        raise AlreadyMember(errors=at("/email", "Whoever has this address is a member already."))
    if await system_waiting(session, organization_id) >= MOST_WAITING:
        raise TooManyInvitations
    values = {"name": body.name, "invited_by_id": actor.user_id, "expires_at": datetime.now(UTC) + LIFETIME}
    row = insert(OrganizationInvitation).values(organization_id=organization_id, address=body.email, **values)
    once = row.on_conflict_do_update(index_elements=_ONCE, set_=values)
    number = int((await session.execute(once.returning(OrganizationInvitation.id))).scalar_one())
    await record(session, actor, OrganizationInvited(organization_id=organization_id, invitation_id=number))
    return number


async def revoke(session: AsyncSession, actor: Actor, organization_id: int, invitation_id: int) -> None:
    """Take an invitation back. Raises `NotFound`."""
    this = (
        OrganizationInvitation.id == invitation_id,
        OrganizationInvitation.organization_id == organization_id,
    )
    gone = delete(OrganizationInvitation).where(*this).returning(OrganizationInvitation.id)
    if await session.scalar(gone) is None:
        raise NotFound
    fact = OrganizationInvitationEnded(
        organization_id=organization_id, invitation_id=invitation_id, outcome="revoked"
    )
    await record(session, actor, fact)
