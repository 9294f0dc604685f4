"""Who comes in by a ticket link: the requester, on that one ticket, while the link lives."""

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, Level
from deskbell.core.pagination import Ref
from deskbell.tickets.link_schemas import TicketLinkRead
from deskbell.tickets.models import Ticket, TicketLink
from deskbell.tickets.queries import may
from deskbell.users.models import User


def system_living_links() -> Select[int, int, int, int]:
    """Links that open something: not revoked or old, made for the present requester, of a living ticket."""
    return (
        select(TicketLink.id, TicketLink.ticket_id, TicketLink.requester_id, Ticket.version)
        .join(Ticket, (Ticket.id == TicketLink.ticket_id) & (Ticket.requester_id == TicketLink.requester_id))
        .where(
            TicketLink.revoked_at.is_(None),
            TicketLink.expires_at > func.now(),
            Ticket.deleted_at.is_(None),
            Ticket.spam_at.is_(None),
        )
    )


async def system_link_requester(
    connection: AsyncConnection | AsyncSession, link_id: int, ticket_id: int
) -> int | None:
    """As whom a link acts, asked at every request; None when it opens nothing any more."""
    found = (await connection.execute(system_living_links().where(TicketLink.id == link_id))).one_or_none()
    return found.requester_id if found is not None and found.ticket_id == ticket_id else None


def bearer(link_id: int, ticket_id: int, requester_id: int) -> Actor:
    """The actor that a link makes."""
    return Actor(kind="link", level=Level.guest, user_id=requester_id, ticket_id=ticket_id, link_id=link_id)


async def links_of(connection: AsyncConnection, actor: Actor, ticket_id: int) -> list[TicketLinkRead]:
    """Every link of a ticket that the actor may see, the newest first."""
    seen = select(Ticket.id).where(may(actor) | may(actor, Act.restore), Ticket.id == ticket_id)
    columns = (
        TicketLink.id,
        TicketLink.created_at,
        TicketLink.expires_at,
        TicketLink.revoked_at,
        TicketLink.created_by_id,
    )
    rows = await connection.execute(
        select(*columns, User.name)
        .outerjoin(User, User.id == TicketLink.created_by_id)
        .where(TicketLink.ticket_id.in_(seen))
        .order_by(TicketLink.id.desc())
        .limit(500)
    )
    return [
        TicketLinkRead(
            id=row.id,
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            created_by=None if row.created_by_id is None else Ref(id=row.created_by_id, name=row.name),
        )
        for row in rows
    ]


async def myself(connection: AsyncConnection | AsyncSession, actor: Actor) -> Ref:
    """The actor's own number and name."""
    mine = select(User.name).where(User.id == actor.account_id)
    return Ref(id=actor.account_id, name=(await connection.execute(mine)).scalar_one())
