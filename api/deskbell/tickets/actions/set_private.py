"""Keeping a ticket from the others of the organization."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.organizations.models import Organization, OrganizationMember
from deskbell.tickets.actions.defaults import BY_DEFAULT
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketPrivateChanged
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import PrivateNotAllowed


async def set_private(session: AsyncSession, actor: Actor, ticket: Ticket, *, private: bool) -> None:
    """Keep the ticket to oneself, or share it as usual; for its requester. Raises `PrivateNotAllowed`."""
    if private == ticket.private:
        return
    if private:
        await refuse_private(session, ticket, ticket.requester_id)
    ticket.private = private
    fact = TicketPrivateChanged(ticket_id=ticket.id, version=touch(ticket), before=not private, after=private)
    await record(session, actor, fact)


async def refuse_private(session: AsyncSession, ticket: Ticket, requester_id: int) -> None:
    """Raise `PrivateNotAllowed` where the ticket's organization wants all of them shared."""
    if ticket.organization_id is None:
        return
    theirs = Organization.id == ticket.organization_id
    if ticket.organization_id == BY_DEFAULT:
        default = select(OrganizationMember.organization_id).where(
            OrganizationMember.user_id == requester_id, OrganizationMember.is_default
        )
        theirs = Organization.id.in_(default)
    if await session.scalar(select(Organization.private_allowed).where(theirs)) is False:
        raise PrivateNotAllowed
