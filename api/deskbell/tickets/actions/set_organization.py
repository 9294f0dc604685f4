"""Saying to which organization a ticket belongs."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.organizations.members.queries import system_followers_of_new
from deskbell.organizations.models import Organization
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketFollowerAdded, TicketOrganizationChanged
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.tickets.problems import unknown


async def set_organization(
    session: AsyncSession, actor: Actor, ticket: Ticket, organization_id: int | None
) -> None:
    """Let it belong to that organization, whose people see it from now on as is shared there; or to none.

    Raises `UnknownReference`.
    """
    if organization_id == ticket.organization_id:
        return
    if organization_id is not None:
        await refuse_organization(session, actor, organization_id)
    before, ticket.organization_id = ticket.organization_id, organization_id
    fact = TicketOrganizationChanged(
        ticket_id=ticket.id, version=touch(ticket), before=before, after=organization_id
    )
    await record(session, actor, fact)


async def refuse_organization(
    session: AsyncSession, _actor: Actor, organization_id: int, pointer: str = "/organization_id"
) -> None:
    """Raise unless there is such an organization; for agents, who may choose any."""
    there = select(Organization.id).where(
        Organization.id == organization_id, Organization.merged_into_id.is_(None)
    )
    if await session.scalar(there) is None:
        raise unknown(pointer)


async def follow_new(session: AsyncSession, ticket: Ticket) -> list[Event]:
    """Make those followers of a new ticket who follow all of its organization's; the facts of it."""
    if ticket.organization_id is None:
        return []
    wanted = await system_followers_of_new(session, ticket.organization_id)
    people = [each for each in wanted if each != ticket.requester_id]
    if not people:
        return []
    rows = insert(TicketFollower).values([{"ticket_id": ticket.id, "user_id": each} for each in people])
    await session.execute(rows.on_conflict_do_nothing())
    return [TicketFollowerAdded(ticket_id=ticket.id, version=ticket.version, user_id=each) for each in people]
