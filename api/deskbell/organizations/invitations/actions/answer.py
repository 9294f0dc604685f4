"""Taking up an invitation, or turning it down."""

from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.organizations.events import OrganizationInvitationEnded
from deskbell.organizations.invitations.queries import for_me
from deskbell.organizations.members.actions.put import add_member
from deskbell.organizations.members.queries import system_member_for_update
from deskbell.organizations.models import OrganizationInvitation


async def answer(
    session: AsyncSession, actor: Actor, invitation_id: int, outcome: Literal["accepted", "declined"]
) -> None:
    """Join the organization, or not. Only who has proven the address answers; `NotFound` for all others."""
    mine = select(OrganizationInvitation).where(
        OrganizationInvitation.id == invitation_id,
        OrganizationInvitation.expires_at > func.now(),
        for_me(actor),
    )
    row = await session.scalar(mine.with_for_update())
    if row is None:
        raise NotFound
    organization_id = row.organization_id
    await session.delete(row)
    fact = OrganizationInvitationEnded(
        organization_id=organization_id, invitation_id=invitation_id, outcome=outcome
    )
    await record(session, actor, fact)
    joining = outcome == "accepted"
    if joining and await system_member_for_update(session, organization_id, actor.account_id) is None:
        await add_member(session, actor, organization_id, actor.account_id)
