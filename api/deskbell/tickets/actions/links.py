"""Secret addresses of a ticket: making, revoking, and exchanging one for a token (T86, T87)."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.core.tokens import hash_secret, new_secret
from deskbell.events.record import record
from deskbell.tickets.events import TicketLinkCreated, TicketLinkRevoked, TicketLinkUsed
from deskbell.tickets.links import bearer, system_living_links
from deskbell.tickets.models import Ticket, TicketLink


async def create_link(
    session: AsyncSession, actor: Actor, ticket: Ticket, days: int
) -> tuple[TicketLink, str]:
    """Make a link for the ticket's present requester. Returns it with its secret, which is not kept."""
    secret = new_secret()
    link = TicketLink(
        ticket_id=ticket.id,
        requester_id=ticket.requester_id,
        token_hash=hash_secret(secret),
        created_by_id=actor.account_id,
        expires_at=datetime.now(UTC) + timedelta(days=days),
    )
    session.add(link)
    await session.flush()
    await session.refresh(link)
    await record(
        session, actor, TicketLinkCreated(ticket_id=ticket.id, version=ticket.version, link_id=link.id)
    )
    return link, secret


async def revoke_link(session: AsyncSession, actor: Actor, ticket: Ticket, link_id: int) -> None:
    """Make a link open nothing, at once; tokens that it gave end with their next request.

    Twice changes nothing.
    """
    mine = select(TicketLink).where(TicketLink.id == link_id, TicketLink.ticket_id == ticket.id)
    link = await session.scalar(mine.with_for_update())
    if link is None:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = datetime.now(UTC)
        await record(
            session, actor, TicketLinkRevoked(ticket_id=ticket.id, version=ticket.version, link_id=link.id)
        )


async def redeem_link(session: AsyncSession, secret: str) -> Actor | None:
    """Who the secret makes of its bearer: the requester, on that ticket only. None when it is dead."""
    found = (
        await session.execute(system_living_links().where(TicketLink.token_hash == hash_secret(secret)))
    ).one_or_none()
    if found is None:
        return None
    actor = bearer(found.id, found.ticket_id, found.requester_id)
    await record(
        session, actor, TicketLinkUsed(ticket_id=found.ticket_id, version=found.version, link_id=found.id)
    )
    return actor
