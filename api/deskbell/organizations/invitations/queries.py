"""Who is asked to join which organization."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Ref, whole
from deskbell.organizations.invitations.schemas import InvitationToMeRead, OrganizationInvitationRead
from deskbell.organizations.members.queries import refuse_stranger
from deskbell.organizations.models import Organization, OrganizationInvitation, OrganizationMember
from deskbell.users.models import User, UserAddress

Source = AsyncConnection | AsyncSession


def _inviting(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *OrganizationInvitation.__table__.c,
            Organization.name.label("organization_name"),
            User.name.label("inviter"),
        )
        .join(Organization, Organization.id == OrganizationInvitation.organization_id)
        .outerjoin(User, User.id == OrganizationInvitation.invited_by_id)
        .where(OrganizationInvitation.expires_at > func.now(), *where)
        .order_by(OrganizationInvitation.id)
    )


def _inviter(row: Row[*tuple[Any, ...]]) -> Ref | None:
    return None if row.inviter is None else Ref(id=row.invited_by_id, name=row.inviter)


async def invitations_of(
    source: Source, actor: Actor, organization_id: int
) -> Page[OrganizationInvitationRead]:
    """The invitations that wait for an answer; for who looks after its people."""
    await refuse_stranger(source, actor, organization_id)
    rows = await source.execute(_inviting(OrganizationInvitation.organization_id == organization_id))
    return whole(
        [
            OrganizationInvitationRead(
                id=row.id,
                email=row.address,
                name=row.name,
                invited_by=_inviter(row),
                created_at=row.created_at,
                expires_at=row.expires_at,
            )
            for row in rows
        ]
    )


def for_me(actor: Actor) -> ColumnElement[bool]:
    """Whether an invitation went to an address that the actor has proven."""
    proven = select(func.lower(UserAddress.address)).where(
        UserAddress.user_id == (actor.user_id or 0), UserAddress.verified_at.is_not(None)
    )
    return func.lower(OrganizationInvitation.address).in_(proven)


async def invitations_to(source: Source, actor: Actor) -> Page[InvitationToMeRead]:
    """What asks the actor to join, at addresses that they have proven."""
    rows = await source.execute(_inviting(for_me(actor)))
    return whole(
        [
            InvitationToMeRead(
                id=row.id,
                organization=Ref(id=row.organization_id, name=row.organization_name),
                invited_by=_inviter(row),
                expires_at=row.expires_at,
            )
            for row in rows
        ]
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked to join, as a mail needs it."""

    address: str
    name: str
    invited_by_id: int | None


async def system_invitation_mail(source: Source, invitation_id: int) -> Asked | None:
    """Whom an invitation is for; none when it is over."""
    row = (await source.execute(_inviting(OrganizationInvitation.id == invitation_id))).one_or_none()
    return None if row is None else Asked(row.address, row.name, row.invited_by_id)


async def system_inviting_organization(source: Source, address: str) -> str | None:
    """The name of the organization that asked this address last, if an invitation waits."""
    same = func.lower(OrganizationInvitation.address) == func.lower(address)
    newest = _inviting(same).order_by(None).order_by(OrganizationInvitation.id.desc()).limit(1)
    row = (await source.execute(newest)).one_or_none()
    return None if row is None else str(row.organization_name)


async def system_waiting(source: Source, organization_id: int) -> int:
    """How many invitations of an organization wait for an answer."""
    waiting = _inviting(OrganizationInvitation.organization_id == organization_id).order_by(None).subquery()
    return (await source.execute(select(func.count()).select_from(waiting))).scalar_one()


async def system_is_member_address(source: Source, organization_id: int, address: str) -> bool:
    """Whether whoever has this address belongs to the organization."""
    statement = (
        select(OrganizationMember.user_id)
        .join(UserAddress, UserAddress.user_id == OrganizationMember.user_id)
        .where(
            OrganizationMember.organization_id == organization_id,
            func.lower(UserAddress.address) == func.lower(address),
        )
    )
    return (await source.execute(statement)).first() is not None
